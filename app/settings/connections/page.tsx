import type { Metadata } from 'next';
import { GoogleConnection } from '@/components/connections/google-connection';
import { ArrivalNotice } from '@/components/ui/arrival-notice';
import { TextLink } from '@/components/ui/text-link';
import { load } from '@/lib/http/load';
import { hasOwnPassword, isGoogleOffered } from '@/lib/http/page-facts';
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
      {!(await hasOwnPassword()) && (
        <p className="mt-4 text-sm text-muted">
          You have no password here yet. <TextLink href="/settings/password">Set one</TextLink>, and this is not your
          only way in any more.
        </p>
      )}
    </SettingsPage>
  );
}
