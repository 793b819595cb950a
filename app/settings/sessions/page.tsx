import type { Metadata } from 'next';
import { SessionList } from '@/components/session/session-list';
import { deviceInWords } from '@/lib/core/device';
import { getEnv } from '@/lib/core/env';
import { load } from '@/lib/http/load';
import { getPageContext } from '@/lib/http/page-context';
import { listSessions } from '@/lib/use-cases/list-sessions';
import { signOutAction } from '../../sign-out/actions';
import { SettingsPage } from '../settings-page';
import { endSessionsAction } from './actions';

export const metadata: Metadata = { title: 'Sessions', robots: { index: false } };

export default async function SessionsPage() {
  const { results } = await load(listSessions, {});
  const sessions = results.map((session) => ({ ...session, device: deviceInWords(session.user_agent) }));
  const ctx = await getPageContext();
  return (
    <SettingsPage
      title="Sessions"
      intro={`Every browser that is signed in as you. ${howExact(getEnv().ACCESS_TOKEN_SECONDS)}`}
      current="/settings/sessions"
    >
      <SessionList sessions={sessions} now={ctx.now()} endAction={endSessionsAction} signOut={signOutAction} />
    </SettingsPage>
  );
}

/** A session is seen whenever its access token is renewed, so no more often than one lives. */
function howExact(accessTokenSeconds: number): string {
  const minutes = Math.ceil(accessTokenSeconds / 60);
  return `“Last seen” may be up to ${minutes === 1 ? 'a minute' : `${minutes} minutes`} old.`;
}
