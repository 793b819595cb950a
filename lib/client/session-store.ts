import type { UserOutput } from '@/lib/shared/schemas/user';
import type { GatehouseClient } from './create-client';
import type { Result } from './result';

/**
 * Who is signed in, as far as this tab knows. `loading`: it is being found out. Whoever has not activated their account
 * yet counts as signed out: there is nothing of theirs to show.
 */
export type SessionState = { status: 'loading' } | { status: 'signed-in'; user: UserOutput } | { status: 'signed-out' };

/** The id of a person; null is nobody, undefined not known. */
export type PersonId = string | null | undefined;

/** What was learnt so long ago may have changed, in milliseconds. */
const GOOD_FOR_MS = 30_000;

/** The refusals that say that there is no session, or none to speak of. */
const NOBODY: readonly string[] = ['unauthenticated', 'not_activated'];

function stateOf(user: UserOutput | null | undefined): SessionState {
  if (user === undefined) return { status: 'loading' };
  return user ? { status: 'signed-in', user } : { status: 'signed-out' };
}

export function personOf(state: SessionState): PersonId {
  if (state.status === 'loading') return undefined;
  return state.status === 'signed-in' ? state.user.id : null;
}

/**
 * A state that others can follow. `turns` counts what was learnt and asked: an answer to an earlier question is none.
 */
function createCell(initial: SessionState) {
  const listeners = new Set<() => void>();
  const cell = {
    state: initial,
    turns: 0,
    become: (next: SessionState): void => {
      cell.turns += 1;
      cell.state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return cell;
}

/**
 * The session of one tab. `initial` is what the server rendered the page for: a person, null for nobody, undefined
 * where it does not say.
 */
export function createSessionStore(client: Pick<GatehouseClient, 'getMe' | 'logout'>, initial?: UserOutput | null) {
  const cell = createCell(stateOf(initial));
  let learntAt = initial === undefined ? -Infinity : Date.now();

  const refresh = async (): Promise<void> => {
    learntAt = Date.now();
    const asked = (cell.turns += 1);
    const answer = await client.getMe();
    if (asked !== cell.turns) return;
    if (answer.ok) cell.become(stateOf(answer.data));
    // What cannot be found out now stays as it was.
    else if (NOBODY.includes(answer.problem.code)) cell.become(stateOf(null));
  };

  return {
    getState: () => cell.state,
    subscribe: cell.subscribe,

    /** Asks the server now. */
    refresh,

    /** The same, if what is known is older than that. */
    refreshIfOld: (goodForMs = GOOD_FOR_MS): void => {
      if (Date.now() - learntAt >= goodForMs) void refresh();
    },

    /** Takes what the server has rendered since. */
    adopt: (user: UserOutput | null): void => {
      learntAt = Date.now();
      cell.become(stateOf(user));
    },

    /** Takes another tab's word. Who it is, is to be asked; until then nobody else's things are to be seen. */
    hear: (person: string | null): void => {
      if (person === personOf(cell.state)) return;
      if (person !== null) learntAt = -Infinity;
      cell.become(stateOf(person === null ? null : undefined));
    },

    /** Ends the session. Where that fails, everything stays, and the answer says why. */
    signOut: async (): Promise<Result<unknown>> => {
      const answer = await client.logout();
      if (answer.ok) cell.become(stateOf(null));
      return answer;
    },
  };
}

export type SessionStore = ReturnType<typeof createSessionStore>;
