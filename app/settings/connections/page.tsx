import type { Metadata } from 'next';
import { ProviderConnection } from '@/components/connections/provider-connection';
import { ArrivalNotice } from '@/components/ui/arrival-notice';
import { TextLink } from '@/components/ui/text-link';
import { load } from '@/lib/http/load';
import { hasOwnPassword, providersOffered } from '@/lib/http/page-facts';
import { PROVIDER_NAMES } from '@/lib/shared/providers';
import { listConnections } from '@/lib/use-cases/list-connections';
import { loginErrorWords } from '../../login/login-errors';
import { SettingsPage } from '../settings-page';
import { connectProviderAction, removeConnectionAction } from './actions';

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
      <div className="grid gap-4">
        {PROVIDER_NAMES.map((name) => (
          <ProviderConnection
            key={name}
            provider={name}
            connection={results.find(({ provider }) => provider === name)}
            isOffered={providersOffered().includes(name)}
            connect={connectProviderAction}
            remove={removeConnectionAction}
          />
        ))}
      </div>
      {!(await hasOwnPassword()) && (
        <p className="mt-4 text-sm text-muted">
          You have no password here yet. <TextLink href="/settings/password">Set one</TextLink>, and this is not your
          only way in any more.
        </p>
      )}
    </SettingsPage>
  );
}
