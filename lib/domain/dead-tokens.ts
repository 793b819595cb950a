/** Ids of refresh tokens that can never be good again: about 100 bytes each. */
const REMEMBERED_AT_MOST = 20_000;

const dead = new Set<string>();

/** Remembers a token that is refused for good, so that showing it over and over costs PostgreSQL nothing. */
export function rememberDead(jti: string): void {
  if (dead.size >= REMEMBERED_AT_MOST) dead.clear();
  dead.add(jti);
}

export function isKnownDead(jti: string): boolean {
  return dead.has(jti);
}
