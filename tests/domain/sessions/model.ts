/** What sessions ought to do, said a second time and as simply as possible. Times in milliseconds. */

export const IDLE_MS = 604_800_000;
export const ABSOLUTE_MS = 2_592_000_000;
export const GRACE_MS = 10_000;
export const ACCESS_MS = 900_000;

type Token = { spentAt: number | null; endsAt: number };
export type ModelSession = { isRevoked: boolean; endsAt: number; line: Token[] };

export type Expected = { kind: 'refused' } | { kind: 'stolen' } | { kind: 'issued'; place: number };

export function openModel(now: number): ModelSession {
  const endsAt = now + ABSOLUTE_MS;
  return { isRevoked: false, endsAt, line: [{ spentAt: null, endsAt: Math.min(now + IDLE_MS, endsAt) }] };
}

export function isAlive(session: ModelSession, now: number): boolean {
  return !session.isRevoked && now < session.endsAt;
}

/** Presents the token at `place` of the session's line, and changes the session accordingly. */
export function present(session: ModelSession, place: number, now: number): Expected {
  const token = session.line[place];
  if (!token || now >= token.endsAt || !isAlive(session, now)) return { kind: 'refused' };
  if (token.spentAt === null) {
    token.spentAt = now;
    session.line.push({ spentAt: null, endsAt: Math.min(now + IDLE_MS, session.endsAt) });
  } else if (now >= token.spentAt + GRACE_MS) {
    session.isRevoked = true;
    return { kind: 'stolen' };
  }
  return { kind: 'issued', place: session.line.length - 1 };
}
