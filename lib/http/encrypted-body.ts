import { compactDecrypt, type CompactJWEHeaderParameters } from 'jose';
import { bodyKeys, type BodyKey, type PublicBodyKey } from '@/lib/core/body-keys';
import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';

/** How old an encrypted body may be, in seconds (contract §6). */
const GOOD_FOR_SECONDS = 5 * 60;
/** How far the clock of who encrypted it may be ahead of ours, in seconds. */
const AHEAD_SECONDS = 60;

const PARTS = 5;

/** Nothing else is tried, whatever a header asks for (ASVS 9.1.2); nothing is inflated. */
const ALLOWED = {
  keyManagementAlgorithms: ['ECDH-ES+A256KW'],
  contentEncryptionAlgorithms: ['A256GCM'],
  maxDecompressedLength: 0,
};

let keys: BodyKey[] | undefined;

/** The key pairs that follow from JWE_KEY. */
function keyList(): BodyKey[] {
  keys ??= bodyKeys(getEnv().JWE_KEY);
  return keys;
}

/**
 * What `/.well-known/jwks.json` says: the key of the first in the list alone, so that nobody has to choose. Whoever still
 * has an earlier answer encrypts for a key that is further down in the list, and is understood.
 */
export function publishedKeys(): { keys: PublicBodyKey[] } {
  return {
    keys: keyList()
      .slice(0, 1)
      .map(({ publicKey }) => publicKey),
  };
}

/**
 * What is in a compact JWE that was encrypted for one of our keys within the last minutes. Throws `malformed_body`,
 * whatever is wrong with it: nobody is to learn from the answer how far they got (ASVS 11.2.5).
 */
export async function openEncryptedBody(text: string, now: Date): Promise<Uint8Array> {
  try {
    assertSpelling(text);
    const { plaintext, protectedHeader } = await compactDecrypt(text, privateKeyOf, ALLOWED);
    assertFresh(protectedHeader['iat'], now);
    return plaintext;
  } catch (cause) {
    throw new Problem('malformed_body', { cause });
  }
}

/** Decoders are lenient about the last bits; of one body there is to be one spelling, so that no change goes unseen. */
function assertSpelling(text: string): void {
  const parts = text.split('.');
  const isExact = (part: string) => part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
  if (parts.length !== PARTS || !parts.every(isExact)) throw new Error('not a compact JWE');
}

/** Keys come from our list only, by their name: a key or an address of one in the header is not looked at (ASVS 9.1.3). */
function privateKeyOf(header: CompactJWEHeaderParameters): BodyKey['privateKey'] {
  if ('zip' in header || 'crit' in header) throw new Error('compressed, or with an extension');
  const known = keyList().find(({ kid }) => kid === header.kid);
  if (!known) throw new Error('not for one of our keys');
  return known.privateKey;
}

function assertFresh(iat: unknown, now: Date): void {
  if (typeof iat !== 'number') throw new Error('without a time');
  const ageSeconds = now.getTime() / 1000 - iat;
  if (ageSeconds > GOOD_FOR_SECONDS || ageSeconds < -AHEAD_SECONDS) throw new Error('not of these minutes');
}
