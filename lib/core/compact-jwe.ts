import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { TokenKey } from './token-keys';

/**
 * Compact JWE (RFC 7516 §7.1) in the one form that is used here: `dir` with `A256GCM`, and the header that tokenKeys()
 * made. Synchronous: a request opens a token before anything else, and awaiting it would cost more than doing it.
 */

const CIPHER = 'aes-256-gcm';
/** RFC 7518 §5.3. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

export function sealCompact({ key, header }: TokenKey, claims: object): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(header, 'latin1'));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(claims), 'utf8'), cipher.final()]);
  return [header, '', ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

/** The claims of what one of `keys` sealed. Throws at everything else, whatever is wrong with it. */
export function openCompact(keys: readonly TokenKey[], token: string): Record<string, unknown> {
  const [header = '', encryptedKey, iv = '', sealed = '', tag = '', ...more] = token.split('.');
  const known = keys.find((key) => key.header === header);
  if (!known || encryptedKey !== '' || more.length > 0) throw new Error('not in the form that tokens are sealed in');
  const decipher = createDecipheriv(CIPHER, known.key, bytesOf(iv, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(header, 'latin1'))
    .setAuthTag(bytesOf(tag, TAG_BYTES));
  const text = decipher.update(bytesOf(sealed), undefined, 'utf8') + decipher.final('utf8');
  return JSON.parse(text) as Record<string, unknown>;
}

/** Node decodes leniently; of one token there is to be one spelling. */
function bytesOf(part: string, length?: number): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part || (length !== undefined && bytes.length !== length)) {
    throw new Error('not in the form that tokens are sealed in');
  }
  return bytes;
}
