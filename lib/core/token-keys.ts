import { createHash } from 'node:crypto';
import { developmentKey } from './development-keys';

/** One key of JWE_KEY. `kid` names it in the header of what it sealed, and says nothing about it. */
export type TokenKey = { kid: string; secret: Uint8Array };

/** The keys of a list in base64url, in its order: the first seals, all open. */
export function tokenKeys(list: readonly string[]): TokenKey[] {
  return list.map((key) => {
    const secret = Buffer.from(key, 'base64url');
    return { kid: createHash('sha256').update(secret).digest('base64url').slice(0, 8), secret };
  });
}

/** Whether this key is development's, in whatever of base64url's spellings (padded, with loose last bits). */
export function isDevelopmentTokenKey({ kid }: Pick<TokenKey, 'kid'>): boolean {
  return tokenKeys([developmentKey('jwe')]).some((published) => published.kid === kid);
}
