import { z } from 'zod';

/**
 * What a commit tells the job engine, by the job that is to look at it: the event's name, and the ids that are all it
 * carries. Inngest keeps and shows its events, so that nothing personal and no secret may ever be in one.
 */
export const JOB_EVENTS = {
  'deliver-mail': { name: 'gatehouse/mail.queued', data: z.strictObject({ mailId: z.uuid() }) },
  'answer-reset-requests': { name: 'gatehouse/reset.requested', data: z.strictObject({ resetRequestId: z.uuid() }) },
} as const;

/** The jobs that a commit may ask to be run at once. */
export type PokedJob = keyof typeof JOB_EVENTS;

/** What the event of a job carries. */
export type EventIds<Name extends PokedJob> = z.output<(typeof JOB_EVENTS)[Name]['data']>;

/** Asks for a job to be run now rather than at its next round. It waits for nothing. */
export type Poke = <Name extends PokedJob>(name: Name, ids: EventIds<Name>) => void;
