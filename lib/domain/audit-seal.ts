import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey, deriveKey } from '@/lib/core/keyed-hash';
import type { AuditEvent } from '@/prisma/generated/client';

/** What the chain is made with: one key for its links, another for its end. The database has neither. */
export type ChainKeys = { seal: Buffer; end: Buffer };

/** The keys of this process, or those that belong to another SECRET_KEY. */
export function chainKeys(secretKey?: string): ChainKeys {
  const keyOf = (purpose: 'audit-seal' | 'audit-end') =>
    secretKey === undefined ? derivedKey(purpose) : deriveKey(secretKey, purpose);
  return { seal: keyOf('audit-seal'), end: keyOf('audit-end') };
}

/** What stands before the first link. */
export const NO_SEAL: Uint8Array = new Uint8Array(32);

/** The 32 bytes that bind an event, with its place, to all that were sealed before it. */
export function sealOf(keys: ChainKeys, previous: Uint8Array, event: AuditEvent): Buffer {
  return createHmac('sha256', keys.seal).update(previous).update(canonical(event)).digest();
}

/** The 32 bytes that vouch for the place and the seal of the last event: what was cut off is missed by them. */
export function macOfEnd(keys: ChainKeys, position: bigint, seal: Uint8Array): Buffer {
  return createHmac('sha256', keys.end).update(`${position}:`).update(seal).digest();
}

/** Compares seals and codes, which are of one length. */
export function isSame(made: Buffer, found: Uint8Array | null): boolean {
  return found?.length === made.length && timingSafeEqual(made, found);
}

/**
 * An event as one text that is always the same: its columns by name, what is null left out, so that a column that comes
 * later changes no earlier seal. Every column but the seal is in it, also those that are not thought of yet.
 */
function canonical(event: AuditEvent): string {
  const { seal: _, ...sealed } = event;
  return JSON.stringify(inOrder(sealed, ([, value]) => value !== null));
}

type Entry = readonly [name: string, value: unknown];

/** An object as its entries by name, however deep, because nothing promises the order of its keys. */
function inOrder(object: object, isWanted: (entry: Entry) => boolean = () => true): Entry[] {
  return Object.entries(object)
    .filter(isWanted)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => [name, plain(value)]);
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return { object: inOrder(value) };
}
