import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { getEnv } from './env';

/** One purpose, one key: a value made for one of these means nothing to another. */
type KeyPurpose =
  | 'refresh-successor'
  | 'registration-salt'
  | 'upgrade-salt'
  | 'limit-key'
  | 'outbox-payload'
  | 'next-auth'
  | 'audit-seal'
  | 'audit-end';

const keys = new Map<KeyPurpose, Buffer>();

/** 32 bytes derived from SECRET_KEY for one purpose (HKDF, RFC 5869). */
export function derivedKey(purpose: KeyPurpose): Buffer {
  const known = keys.get(purpose);
  if (known) return known;
  const key = deriveKey(getEnv().SECRET_KEY, purpose);
  keys.set(purpose, key);
  return key;
}

/** The same of a SECRET_KEY that is not, or not yet, this process's. */
export function deriveKey(secretKey: string, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `gatehouse:${purpose}`, 32));
}

/** HMAC-SHA-256 under the key of `purpose`: 32 bytes that only this installation can compute. */
export function keyedHash(purpose: KeyPurpose, value: string): Buffer {
  return createHmac('sha256', derivedKey(purpose)).update(value).digest();
}

/** SHA-256, for values that are themselves 128 random bits or more (ASVS 6.5.2). */
export function sha256(value: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(value).digest());
}
