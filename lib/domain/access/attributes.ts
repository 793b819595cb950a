import { BlockList, isIPv6 } from 'node:net';
import type { EnvironmentAttribute, Permission, SubjectAttribute } from '@/lib/shared/authorization';

/** Who acts: what rules may ask about them. `level` is that of the highest of their roles; without any, below all. */
export type Subject = {
  id: string;
  level: number;
  roles: readonly string[];
  permissions: readonly Permission[];
  /** Of these, what no rule denies them for who they are: the rules of the house ask what one may hand on. */
  lendable: readonly Permission[];
  /** Everybody above them in the manager chain. */
  managers: readonly string[];
} & Record<SubjectAttribute, unknown>;

/** The circumstances: hours and weekdays (0 is Sunday) in UTC. `now` is for what ends by itself. */
export type Environment = {
  ip: string;
  hour: number;
  weekday: number;
  sign_in_age_seconds: number;
  now: Date;
} & Record<EnvironmentAttribute, unknown>;

/** The rank of somebody who has no role: below every level that a role may have. */
export const NO_LEVEL = 2_147_483_647;

/** The rank that roles of these levels add up to. */
export function rankOf(levels: readonly number[]): number {
  return Math.min(NO_LEVEL, ...levels);
}

/** The circumstances of an act of somebody who signed in at `signedInAtMs`. */
export function environmentOf(ip: string, now: Date, signedInAtMs: number): Environment {
  return {
    ip,
    hour: now.getUTCHours(),
    weekday: now.getUTCDay(),
    sign_in_age_seconds: Math.floor((now.getTime() - signedInAtMs) / 1000),
    now,
  };
}

/** Those of the rules, which stay the same from one request to the next: building one is most of what asking costs. */
const lists = new WeakMap<readonly unknown[], BlockList>();

/** Whether an address is one of these, or in one of these networks (`192.0.2.0/24`). */
export function isAddressWithin(address: string, blocks: readonly unknown[]): boolean {
  const list = lists.get(blocks) ?? listOfBlocks(blocks.map(String));
  lists.set(blocks, list);
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function listOfBlocks(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [start = '', length] = block.split('/');
    const family = isIPv6(start) ? 'ipv6' : 'ipv4';
    if (length === undefined) list.addAddress(start, family);
    else list.addSubnet(start, Number(length), family);
  }
  return list;
}
