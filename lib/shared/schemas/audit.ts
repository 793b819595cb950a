import { z } from 'zod';
import { AUDIT_CATEGORIES, AUDIT_EVENT_NAMES } from '../audit-events';

/** Where a page begins, as the one before it said; nothing that anybody else could make up. */
const cursor = z.string().max(200).describe('Where the page begins: `next_cursor` of the one before.').optional();

const nextCursor = z.string().nullable().describe('Where the next page begins; `null` on the last one.');

export const listAuditInput = z.object({
  cursor,
  event: z.enum(AUDIT_EVENT_NAMES, { error: 'This is no event that is recorded.' }).optional(),
  actor: z.uuid('Send the id of a person.').optional(),
  subject: z.uuid('Send the id of a person.').optional(),
});

/** Somebody in the record. */
const recorded = z
  .object({ id: z.uuid(), name: z.string().nullable().describe('`null` once they are deleted.') })
  .nullable();

const entryOutput = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  event: z.string(),
  label: z.string(),
  category: z.enum(AUDIT_CATEGORIES).nullable(),
  outcome: z.enum(['success', 'failure']),
  actor: recorded,
  subject: recorded,
  session_id: z.uuid().nullable(),
  ip: z.string(),
  user_agent: z.string(),
  browser: z.string(),
  os: z.string(),
  request_id: z.string(),
  data: z.record(z.string(), z.unknown()),
  position: z.number().nullable().describe('Its place in the chain; `null` until it is sealed, some seconds later.'),
});
export type AuditEntryOutput = z.input<typeof entryOutput>;

export const listAuditOutput = z.object({ results: z.array(entryOutput), next_cursor: nextCursor });

export const verifyAuditOutput = z.object({
  ok: z.boolean(),
  entries: z.number().describe('How many events the chain holds.'),
  broken_at: z.number().nullable().describe('The position of the first link that is not as it was sealed.'),
  unsealed: z.number().describe('Events that are not part of the chain yet.'),
});

export const listActivityInput = z.object({ cursor });

/**
 * Something that happened to a person, or that they did. Where an administrator did it, nothing tells which, or where.
 */
const activityOutput = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  event: z.string(),
  words: z.string(),
  outcome: z.enum(['success', 'failure']),
  by: z.enum(['you', 'administrator', 'somebody']),
  current: z.boolean().describe('Whether it was in the session that asks.'),
  ip: z.string().nullable(),
  browser: z.string().nullable(),
  os: z.string().nullable(),
});
export type ActivityOutput = z.output<typeof activityOutput>;

export const listActivityOutput = z.object({ results: z.array(activityOutput), next_cursor: nextCursor });
