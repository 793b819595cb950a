import type { Metadata } from 'next';
import { GoogleConnection } from '@/components/connections/google-connection';
import { ArrivalNotice } from '@/components/ui/arrival-notice';
import { load } from '@/lib/http/load';
import { isGoogleOffered } from '@/lib/http/page-facts';
import { listConnections } from '@/lib/use-cases/list-connections';
import { loginErrorWords } from '../../login/login-errors';
import { SettingsPage } from '../settings-page';
import { connectGoogleAction, removeConnectionAction } from './actions';

export const metadata: Metadata = { title: 'Connections', robots: { index: false } };

export default async function ConnectionsPage({ searchParams }: PageProps<'/settings/connections'>) {
  const [{ results }, { error }] = await Promise.all([load(listConnections, {}), searchParams]);
  return (
    <SettingsPage
      title="Connections"
      intro="Accounts elsewhere that you can sign in with here."
      current="/settings/connections"
    >
      <ArrivalNotice tone="danger">{loginErrorWords(error)}</ArrivalNotice>
      <GoogleConnection
        connection={results.find(({ provider }) => provider === 'google')}
        isOffered={isGoogleOffered()}
        connect={connectGoogleAction}
        remove={removeConnectionAction}
      />
    </SettingsPage>
  );
}
