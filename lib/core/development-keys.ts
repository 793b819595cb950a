import { createHash } from 'node:crypto';

/**
 * A key that anyone can compute from this line, so that `npm run dev` needs no settings and sessions survive its
 * restarts. Production refuses it by value, whether it was left out or pasted in.
 */
export function developmentKey(purpose: 'secret' | 'jwe'): string {
  return createHash('sha256').update(`gatehouse development key: ${purpose}`).digest('base64url');
}
