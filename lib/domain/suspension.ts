import { z } from 'zod';

/** A suspension, as it is cached; `untilMs` null: until somebody lifts it. */
export const suspensionFacts = z.object({ untilMs: z.number().nullable() });
export type Suspension = z.output<typeof suspensionFacts>;

export type SuspensionRow = { suspendedAt: Date | null; suspendedUntil: Date | null };

/** What has to be loaded of a person before {@link isSuspended} can be asked. */
export const SUSPENSION_SELECT = { suspendedAt: true, suspendedUntil: true } as const;

/** The suspension in a person's row, whether or not it is over by now. */
export function suspensionOf(row: SuspensionRow): Suspension | null {
  return row.suspendedAt && { untilMs: row.suspendedUntil?.getTime() ?? null };
}

/**
 * Whether it holds: one with an end is over by itself, at that very moment. Statements ask `suspension_holds`, a function
 * of the database that says the same.
 */
export function isSuspendedAt(suspension: Suspension | null, now: Date): boolean {
  return suspension !== null && (suspension.untilMs === null || suspension.untilMs > now.getTime());
}

/** The same of a person's row: nobody asks `suspendedAt` alone. */
export function isSuspended(row: SuspensionRow, now: Date): boolean {
  return isSuspendedAt(suspensionOf(row), now);
}
