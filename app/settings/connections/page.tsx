import type { Metadata } from 'next';
import { ConnectionForm } from '@/components/connections/connection-form';
import { AppPage } from '@/components/shell/app-page';
import { Notice } from '@/components/ui/notice';
import { isGoogleOffered } from '@/lib/http/page-facts';
import { load } from '@/lib/http/load';
import { listConnections } from '@/lib/use-cases/list-connections';
import { loginErrorWords } from '../../login/login-errors';
import { signOutAction } from '../../sign-out/actions';
import { connectGoogleAction, removeConnectionAction } from './actions';

export const metadata: Metadata = { title: 'Connections', robots: { index: false } };

const LINKS = [{ href: '/dashboard', label: 'Dashboard' }];

export default async function ConnectionsPage({ searchParams }: PageProps<'/settings/connections'>) {
  const [{ results }, { error }] = await Promise.all([load(listConnections, {}), searchParams]);
  const failure = loginErrorWords(error);
  const google = results.find(({ provider }) => provider === 'google');
  return (
    <AppPage title="Connections" current="/settings/connections" links={LINKS} signOut={signOutAction}>
      {failure && (
        <div role="alert" className="mb-5">
          <Notice tone="danger">{failure}</Notice>
        </div>
      )}
      {google && (
        <ConnectionForm action={removeConnectionAction} provider="google" button="Disconnect Google">
          {google.email}
        </ConnectionForm>
      )}
      {!google && isGoogleOffered() && (
        <ConnectionForm action={connectGoogleAction} provider="google" button="Connect Google">
          Not connected
        </ConnectionForm>
      )}
    </AppPage>
  );
}
