/**
 * Every way in which a session changes. `ended` and `revoked` are for good: no event leads out of them, and a token of
 * such a session is refused and cleared. The same tables are drawn in docs/sessions.md, which a test holds against them.
 */
export const SESSION_TRANSITIONS = [
  { event: 'opened', from: null, to: 'alive', when: 'a sign-in by password or provider, or an activation' },
  {
    event: 'refreshed',
    from: 'alive',
    to: 'alive',
    when: 'its live refresh token, or the one just spent, is presented',
  },
  { event: 'signed_out', from: 'alive', to: 'revoked', when: 'its person signs out in its browser' },
  { event: 'ended_by_owner', from: 'alive', to: 'revoked', when: 'its person ends it from the list of sessions' },
  { event: 'replaced', from: 'alive', to: 'revoked', when: 'the same browser signs in anew' },
  { event: 'activated', from: 'alive', to: 'revoked', when: 'the account it waited in is activated' },
  { event: 'password_changed', from: 'alive', to: 'revoked', when: 'its person’s password changes' },
  { event: 'password_reset', from: 'alive', to: 'revoked', when: 'its person sets a password by a mailed link' },
  { event: 'suspended', from: 'alive', to: 'revoked', when: 'its person is suspended' },
  {
    event: 'ended_by_administrator',
    from: 'alive',
    to: 'revoked',
    when: 'an administrator signs its person out everywhere',
  },
  { event: 'taken_over', from: 'alive', to: 'revoked', when: 'a provider proves the address of a pending account' },
  {
    event: 'reuse_detected',
    from: 'alive',
    to: 'revoked',
    when: 'a refresh token spent before the grace is presented',
  },
  { event: 'idle', from: 'alive', to: 'ended', when: 'nobody has refreshed it for REFRESH_TOKEN_SECONDS' },
  { event: 'over', from: 'alive', to: 'ended', when: 'SESSION_SECONDS have passed since it was opened' },
] as const;

type Transition = (typeof SESSION_TRANSITIONS)[number];

/** Why a session was revoked: the events that lead there. */
export type RevokeReason = Extract<Transition, { to: 'revoked' }>['event'];

/** The ends of a session that may have begun another one in the same browser. */
const SUPERSEDING: readonly string[] = [
  'replaced',
  'activated',
  'taken_over',
  'password_changed',
] satisfies RevokeReason[];

/**
 * What becomes of a refresh token when it is presented, by the state that it is in. Whoever is refused is told to forget
 * it; who is ignored is not: that answer may arrive after the one that brought the new session's cookies.
 */
export const REFRESH_TOKEN_ANSWERS = {
  live: { answer: 'rotate', means: 'unspent: it is spent, and its successor is issued' },
  graced: { answer: 'repeat', means: 'spent less than REFRESH_GRACE_SECONDS ago: the live successor again' },
  stale: { answer: 'revoke', means: 'spent earlier: theft, the whole session is revoked' },
  expired: { answer: 'refuse', means: 'nobody used it for REFRESH_TOKEN_SECONDS' },
  superseded: { answer: 'ignore', means: 'its browser began another session less than REFRESH_GRACE_SECONDS ago' },
  orphaned: { answer: 'refuse', means: 'its session is revoked or ended, or its person may have none' },
  unknown: { answer: 'refuse', means: 'not one of ours' },
} as const;

export type RefreshTokenState = keyof typeof REFRESH_TOKEN_ANSWERS;

/** What is on record of a presented refresh token. */
export type RefreshTokenFacts = {
  usedAt: Date | null;
  expiresAt: Date;
  session: { revokedAt: Date | null; revokedReason: string | null; expiresAt: Date; isBarred: boolean };
};

/** The state of a presented refresh token at `now`. A grace of 0 s forgives nothing. */
export function refreshTokenState(facts: RefreshTokenFacts | null, now: Date, graceSeconds: number): RefreshTokenState {
  if (!facts) return 'unknown';
  const { usedAt, expiresAt, session } = facts;
  const isInGrace = (since: Date) => now.getTime() < since.getTime() + graceSeconds * 1000;
  if (session.revokedAt) return isSuperseded(session) && isInGrace(session.revokedAt) ? 'superseded' : 'orphaned';
  if (session.expiresAt <= now || session.isBarred) return 'orphaned';
  if (usedAt) return isInGrace(usedAt) ? 'graced' : 'stale';
  return expiresAt <= now ? 'expired' : 'live';
}

function isSuperseded({ revokedReason }: RefreshTokenFacts['session']): boolean {
  return SUPERSEDING.includes(revokedReason ?? '');
}
