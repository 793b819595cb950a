import { createECDH, createHash, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What a public key looks like to whoever encrypts for it (RFC 7517 §4, RFC 7518 §6.2.1). */
export type PublicBodyKey = {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  use: 'enc';
  alg: 'ECDH-ES+A256KW';
  kid: string;
};

/** A key that bodies are encrypted for. */
export type BodyKey = { kid: string; publicKey: PublicBodyKey; privateKey: KeyObject };

/** Of this derivation alone: nothing else that is made of the same secret is made under this name. */
const PURPOSE = 'gatehouse:body-key';
/** The order n of P-256 (SP 800-186 §3.2.1.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** 128 bits more than the order has, so that what is left over by the division favours no key. */
const CANDIDATE_BYTES = 48;
const COORDINATE_BYTES = 32;

/** The key pairs that belong to a list of token keys in base64url, in its order: the first is published, all open. */
export function bodyKeys(list: readonly string[]): BodyKey[] {
  return list.map((text) => bodyKey(Buffer.from(text, 'base64url')));
}

/**
 * The key pair that follows from 32 secret bytes: HKDF (RFC 5869), reduced to a private scalar as FIPS 186-5 §A.2.1 does.
 * Rotating the list rotates it, and every instance has it without being told.
 */
function bodyKey(secret: Uint8Array): BodyKey {
  const scalar = scalarOf(Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, CANDIDATE_BYTES)));
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  // Uncompressed: one byte that says so, then both coordinates.
  const point = curve.getPublicKey().subarray(1);
  const [x, y] = [point.subarray(0, COORDINATE_BYTES), point.subarray(COORDINATE_BYTES)].map((coordinate) =>
    coordinate.toString('base64url'),
  ) as [string, string];
  const jwk = { crv: 'P-256', kty: 'EC', x, y } as const;
  const kid = thumbprint(jwk);
  const privateKey = createPrivateKey({ key: { ...jwk, d: scalar.toString('base64url') }, format: 'jwk' });
  return { kid, publicKey: { ...jwk, use: 'enc', alg: 'ECDH-ES+A256KW', kid }, privateKey };
}

/** A number from 1 to n-1, as 32 bytes: the candidate modulo n-1, plus 1. */
function scalarOf(candidate: Buffer): Buffer {
  const scalar = (BigInt(`0x${candidate.toString('hex')}`) % (ORDER - 1n)) + 1n;
  return Buffer.from(scalar.toString(16).padStart(2 * COORDINATE_BYTES, '0'), 'hex');
}

/** RFC 7638 §3: the hash of the required members alone, in the order of their names, without spaces. */
function thumbprint({ crv, kty, x, y }: Pick<PublicBodyKey, 'crv' | 'kty' | 'x' | 'y'>): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
