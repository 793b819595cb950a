import { z } from 'zod';

/** A suspension, as it is cached; `untilMs` null: until somebody lifts it. */
export const suspensionFacts = z.object({ untilMs: z.number().nullable() });
export type Suspension = z.output<typeof suspensionFacts>;

/** The suspension in a person's row, whether or not it is over by now. */
export function suspensionOf(row: { suspendedAt: Date | null; suspendedUntil: Date | null }): Suspension | null {
  return row.suspendedAt && { untilMs: row.suspendedUntil?.getTime() ?? null };
}

/** Whether it holds: one with an end is over by itself. */
export function isSuspendedAt(suspension: Suspension | null, now: Date): boolean {
  return suspension !== null && (suspension.untilMs === null || suspension.untilMs > now.getTime());
}
