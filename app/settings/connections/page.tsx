import type { Metadata } from 'next';
import { GoogleConnection } from '@/components/connections/google-connection';
import { Notice } from '@/components/ui/notice';
import { load } from '@/lib/http/load';
import { isGoogleOffered } from '@/lib/http/page-facts';
import { listConnections } from '@/lib/use-cases/list-connections';
import { loginErrorWords } from '../../login/login-errors';
import { SettingsPage } from '../settings-page';
import { connectGoogleAction, removeConnectionAction } from './actions';

export const metadata: Metadata = { title: 'Connections', robots: { index: false } };

export default async function ConnectionsPage({ searchParams }: PageProps<'/settings/connections'>) {
  const [{ results }, { error }] = await Promise.all([load(listConnections, {}), searchParams]);
  const failure = loginErrorWords(error);
  return (
    <SettingsPage
      title="Connections"
      intro="Accounts elsewhere that you can sign in with here."
      current="/settings/connections"
    >
      {failure && (
        <div role="alert" className="mb-5">
          <Notice tone="danger">{failure}</Notice>
        </div>
      )}
      <GoogleConnection
        connection={results.find(({ provider }) => provider === 'google')}
        isOffered={isGoogleOffered()}
        connect={connectGoogleAction}
        remove={removeConnectionAction}
      />
    </SettingsPage>
  );
}
