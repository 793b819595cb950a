import { z } from 'zod';

/**
 * What Inngest is told, by the job that is to look at it: the event's name, and what it carries: an id, or nothing where
 * the relay asks for whatever is due. Inngest keeps and shows its events, so that nothing personal and no secret may ever
 * be in one.
 */
export const JOB_EVENTS = {
  'deliver-mail': { name: 'gatehouse/mail.queued', data: z.object({ mailId: z.uuid().optional() }) },
  'answer-reset-requests': {
    name: 'gatehouse/reset.requested',
    data: z.object({ resetRequestId: z.uuid().optional() }),
  },
} as const;

/** The jobs that a commit may ask to be run at once. */
export type PokedJob = keyof typeof JOB_EVENTS;

/** What the event of a job carries. */
export type EventIds<Name extends PokedJob> = z.output<(typeof JOB_EVENTS)[Name]['data']>;

/** Asks for a job to be run now rather than at its next round. It waits for nothing. */
export type Poke = <Name extends PokedJob>(name: Name, ids?: EventIds<Name>) => void;

export function isPokedJob(name: string): name is PokedJob {
  return Object.hasOwn(JOB_EVENTS, name);
}
