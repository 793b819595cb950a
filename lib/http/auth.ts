import type { NextRequest } from 'next/server';
import type { DefaultSession, Session } from 'next-auth';
import { toProblem } from '@/lib/core/problem';
import { avatarAddress } from '@/lib/domain/avatar-address';
import type { Context } from '@/lib/domain/context';
import { findPresentSession } from '@/lib/domain/present-session';
import type { SessionView } from '@/lib/domain/session-view';
import { logProblem } from './answer';
import { getPageContext } from './page-context';
import { contextOf } from './route';

declare module 'next-auth' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to.
  interface Session {
    user: {
      id: string;
      email: string;
      /** False: signed in, but held at the activation page. Whoever guards something asks for it. */
      isActivated: boolean;
      roles: string[];
      permissions: string[];
    } & Omit<NonNullable<DefaultSession['user']>, 'id' | 'email'>;
  }
}

/**
 * Our session in next-auth's words. `expires` is the session's own end, ISO 8601: looking does not move it, and nobody's
 * use does; a session that is left idle ends before. The name of an account that waits for its activation is nobody's
 * yet.
 */
export function toAuthSession({ session, person }: SessionView): Session {
  const { id, email, avatarId, isActivated, roles, permissions } = person;
  const name = isActivated ? `${person.firstName} ${person.lastName}` : null;
  return {
    user: { id, email, name, image: avatarAddress(id, avatarId), isActivated, roles, permissions },
    expires: new Date(session.expiresAtMs).toISOString(),
  };
}

export type AuthRequest = NextRequest & { auth: Session | null };

type Answer = Response | Promise<Response>;

/** Who is signed in, in a page, a server action or a route handler: by the cookies, and without prolonging anything. */
export function auth(): Promise<Session | null>;
/** A route handler that finds in `request.auth` who is signed in, by cookies or Bearer token. */
export function auth<Path>(
  handler: (request: AuthRequest, path: Path) => Answer,
): (request: NextRequest, path: Path) => Promise<Response>;
export function auth<Path>(handler?: (request: AuthRequest, path: Path) => Answer) {
  if (!handler) return getPageContext().then(seenSession);
  return async (request: NextRequest, path: Path) =>
    handler(Object.assign(request, { auth: await seenSession(contextOf(request)) }), path);
}

/** What cannot be looked up is nobody's, as in next-auth: a guard stays closed and a public page goes on. */
async function seenSession(ctx: Context): Promise<Session | null> {
  try {
    const session = await findPresentSession(ctx);
    return session && toAuthSession(session);
  } catch (error) {
    logProblem(ctx, toProblem(error));
    return null;
  }
}
