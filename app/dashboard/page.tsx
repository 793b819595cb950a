import type { Metadata } from 'next';
import { AccountFacts } from '@/components/dashboard/account-facts';
import { AppPage } from '@/components/shell/app-page';
import { requirePerson } from '@/lib/http/person';
import { appLinks } from '../app-links';
import { signOutAction } from '../sign-out/actions';

export const metadata: Metadata = { title: 'Dashboard', robots: { index: false } };

export default async function DashboardPage() {
  const me = await requirePerson();
  return (
    <AppPage
      title={`Welcome, ${me.first_name}`}
      intro="You are signed in, and your account is active."
      current="/dashboard"
      links={await appLinks()}
      signOut={signOutAction}
    >
      <AccountFacts me={me} />
    </AppPage>
  );
}
