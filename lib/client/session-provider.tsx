'use client';

import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { UserOutput } from '@/lib/shared/schemas/user';
import { createClient, type GatehouseClient } from './create-client';
import { keepInStep } from './keep-in-step';
import { createSessionStore, type SessionState, type SessionStore } from './session-store';

const SessionContext = createContext<SessionStore | undefined>(undefined);

const siteClient = createClient();

type Props = {
  /** Who the server rendered the page for; null for nobody. Without it, the first thing is to ask. */
  initial?: UserOutput | null;
  /** By default one for the site that the page came from. */
  client?: GatehouseClient;
  children: ReactNode;
};

/** Keeps the session for `useSession` in everything below it, in step with the other tabs. */
export function SessionProvider({ initial, client = siteClient, children }: Props) {
  const [store] = useState(() => createSessionStore(client, initial));
  const adopted = useRef(initial);
  useEffect(() => keepInStep(store), [store]);
  useEffect(() => {
    if (initial === undefined || initial === adopted.current) return;
    adopted.current = initial;
    store.adopt(initial);
  }, [store, initial]);
  return <SessionContext value={store}>{children}</SessionContext>;
}

/**
 * Who is signed in: `const session = useSession(); if (session.status === 'signed-in') session.user.first_name …`.
 * `refresh` asks again now; `signOut` ends the session, and its answer says whether that succeeded. Both stay the same
 * functions from one rendering to the next. Throws outside of a `SessionProvider`.
 */
export function useSession(): SessionState & Pick<SessionStore, 'refresh' | 'signOut'> {
  const store = use(SessionContext);
  if (!store) throw new Error('useSession() wants a <SessionProvider> around it.');
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
  return useMemo(() => ({ ...state, refresh: store.refresh, signOut: store.signOut }), [state, store]);
}
