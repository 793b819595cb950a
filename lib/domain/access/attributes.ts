import type { Permission } from '@/lib/shared/authorization';

/** Who acts: what rules may ask about them. `level` is that of the highest of their roles; without any, below all. */
export type Subject = {
  id: string;
  level: number;
  roles: readonly string[];
  permissions: readonly Permission[];
  /** Everybody above them in the manager chain. */
  managers: readonly string[];
};

/** The circumstances: hours and weekdays (0 is Sunday) in UTC. */
export type Environment = { ip: string; hour: number; weekday: number; sign_in_age_seconds: number };

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
  };
}
