import { randomBytes, randomInt } from 'node:crypto';

/** `bits` of randomness from the operating system, base64url (ASVS 11.5.1). */
export function randomToken(bits: 128 | 256): string {
  return randomBytes(bits / 8).toString('base64url');
}

/** Decimal digits, each equally likely, leading zeros included. */
export function randomDigits(length: number): string {
  return String(randomInt(10 ** length)).padStart(length, '0');
}
