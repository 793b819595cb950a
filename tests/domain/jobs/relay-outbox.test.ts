import { beforeEach, describe, expect, it } from 'vitest';
import { addSeconds } from '@/lib/core/time';
import { relayOutbox } from '@/lib/domain/relay-outbox';
import { addPerson } from '../../harness/add-person';
import { addMail } from '../../harness/mails';
import { useDatabase } from '../../harness/use-database';
import { GO_ON, jobContext } from './world';

const { database, db } = useDatabase();

beforeEach(() => database.query('DELETE FROM outbox_mails'));

/** A mail of this status whose time came so many seconds ago. */
async function mail(status: 'queued' | 'handed_over' | 'sent' | 'dead', secondsAgo: number): Promise<void> {
  const nextAttemptAt = addSeconds(new Date(), -secondsAgo);
  await addMail(database, { userId: await addPerson(database), status, attempts: 1, nextAttemptAt });
}

/** What the relay finds, and whom it pokes. */
async function relay({ dryRun = false } = {}) {
  const poked: string[] = [];
  const ctx = { ...jobContext(db), poke: (name: string) => void poked.push(name) };
  return { found: await relayOutbox(ctx, { dryRun, signal: GO_ON }), poked };
}

describe('the relay asks for the delivery of', () => {
  it.each([
    ['a mail that is due and that nobody was told of', 'queued'],
    ['a mail that was handed over, and whose answer has not come in time', 'handed_over'],
  ] as const)('%s', async (_what, status) => {
    await mail(status, 11);
    expect(await relay()).toEqual({ found: { mails: 1, resetRequests: 0 }, poked: ['deliver-mail'] });
  });

  it('nothing that is over, or whose time has only just come or not yet', async () => {
    for (const status of ['sent', 'dead'] as const) await mail(status, 11);
    for (const status of ['queued', 'handed_over'] as const) {
      await mail(status, 5);
      await mail(status, -60);
    }
    expect(await relay()).toEqual({ found: { mails: 0, resetRequests: 0 }, poked: [] });
  });

  it('nothing in a dry run, which only counts', async () => {
    await mail('queued', 11);
    expect(await relay({ dryRun: true })).toEqual({ found: { mails: 1, resetRequests: 0 }, poked: [] });
  });
});
