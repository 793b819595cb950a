'use client';

import { useEffect, type ReactNode } from 'react';
import { tellSessionEnded } from '@/lib/client/session-channel';
import { SessionProvider, useSession } from '@/lib/client/session-provider';
import type { UserOutput } from '@/lib/shared/schemas/user';

/** Shown to nobody who is signed in: whoever gets there from a private page has no session any more. */
const SIGN_IN_PATH = '/login';

type Props = { user: UserOutput; children: ReactNode };

/**
 * Around private pages that the server rendered for `user`: when the session ends, in this tab or in another, they are
 * left for the page to sign in; when it has become another person's, they are asked for anew. `useSession` works
 * within.
 */
export function SessionKeeper({ user, children }: Props) {
  return (
    <SessionProvider initial={user}>
      <Watch personId={user.id} />
      {children}
    </SessionProvider>
  );
}

function Watch({ personId }: { personId: string }) {
  const session = useSession();
  const isOver = session.status === 'signed-out';
  const isTheirs = session.status === 'signed-in' && session.user.id === personId;

  useEffect(() => {
    if (isTheirs) return;
    if (!isOver) return window.location.reload();
    const { pathname, search } = window.location;
    const query = new URLSearchParams({ next: `${pathname}${search}`, notice: 'session_ended' });
    // As a visit of its own: nothing of the page before stays in the tab, nor in its history.
    window.location.replace(`${SIGN_IN_PATH}?${query.toString()}`);
  }, [isTheirs, isOver]);

  useEffect(
    () => () => {
      if (window.location.pathname === SIGN_IN_PATH) tellSessionEnded();
    },
    [],
  );

  return null;
}
