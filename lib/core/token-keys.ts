import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { developmentKey } from './development-keys';

/** A key that seals. `kid` names it in `header`, that of everything it sealed, and says nothing about it. */
export type TokenKey = { kid: string; key: KeyObject; header: string };

/** The keys of a list in base64url, in its order: the first seals, all open. */
export function tokenKeys(list: readonly string[]): TokenKey[] {
  return list.map((text) => tokenKey(Buffer.from(text, 'base64url')));
}

/** A key out of its 32 bytes. */
export function tokenKey(secret: Uint8Array): TokenKey {
  const kid = createHash('sha256').update(secret).digest('base64url').slice(0, 8);
  const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid })).toString('base64url');
  return { kid, key: createSecretKey(secret), header };
}

/** Whether this key is development's, in whatever of base64url's spellings (padded, with loose last bits). */
export function isDevelopmentTokenKey({ kid }: Pick<TokenKey, 'kid'>): boolean {
  return tokenKeys([developmentKey('jwe')]).some((published) => published.kid === kid);
}
