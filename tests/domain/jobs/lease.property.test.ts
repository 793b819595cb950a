import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { giveLeaseBack, type Lease, LEASE_SECONDS, planJob, renewLease, takeLease } from '@/lib/domain/job-lease';
import { useDatabase } from '../../harness/use-database';

const { database, db } = useDatabase();

/** Leap days: due when a step says so, and after a run not again for longer than a program lasts. */
const SCHEDULE = { cron: '0 0 29 2 *', timeZone: 'UTC', words: '' };
const RETRY_SECONDS = 300;

type Step =
  | { do: 'take'; who: number; when: 'due' | 'now' }
  | { do: 'renew'; who: number }
  | { do: 'give back'; who: number; outcome: 'done' | 'failed' | 'stopped' }
  | { do: 'pass'; seconds: number }
  | { do: 'fall due' };

const who = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('take'), who, when: fc.constantFrom('due', 'now') }),
  fc.record({ do: fc.constant('renew'), who }),
  fc.record({ do: fc.constant('give back'), who, outcome: fc.constantFrom('done', 'failed', 'stopped') }),
  fc.record({ do: fc.constant('pass'), seconds: fc.constantFrom(20, LEASE_SECONDS + 1, RETRY_SECONDS + 1) }),
  fc.record({ do: fc.constant('fall due') }),
);

/** What should be true: whose lease it is and for how long, in seconds, and in how many the job is due. */
type Model = { holder: Lease | null; freeIn: number; dueIn: number };

/** What each of three instances believes to hold: the last lease that it got. */
type World = { model: Model; leases: (Lease | null)[] };

async function move(world: World, seconds: number): Promise<void> {
  await database.query(
    `UPDATE jobs SET next_due_at = next_due_at - make_interval(secs => $1), lease_until = lease_until - make_interval(secs => $1)`,
    [seconds],
  );
  world.model.freeIn -= seconds;
  world.model.dueIn -= seconds;
}

async function take(world: World, { who: instance, when }: Extract<Step, { do: 'take' }>): Promise<void> {
  const { model, leases } = world;
  const isFree = model.holder === null || model.freeIn <= 0;
  const lease = await takeLease(db, 'purge-expired', when);
  expect(lease !== null).toBe(isFree && (when === 'now' || model.dueIn <= 0));
  if (!lease) return;
  leases[instance] = lease;
  Object.assign(model, { holder: lease, freeIn: LEASE_SECONDS });
}

async function giveBack(world: World, { who: instance, outcome }: Extract<Step, { do: 'give back' }>): Promise<void> {
  const { model, leases } = world;
  const lease = leases[instance];
  if (!lease) return;
  const isOwn = model.holder === lease;
  expect(await giveLeaseBack(db, lease, { outcome, report: null, error: null }, SCHEDULE)).toBe(isOwn);
  if (!isOwn) return;
  model.holder = null;
  if (outcome === 'done') model.dueIn = Infinity;
  if (outcome === 'failed') model.dueIn = RETRY_SECONDS;
}

async function walk(world: World, next: Step): Promise<void> {
  const { model, leases } = world;
  if (next.do === 'take') await take(world, next);
  if (next.do === 'give back') await giveBack(world, next);
  if (next.do === 'pass') await move(world, next.seconds);
  if (next.do === 'fall due') {
    // A moment ago: the column keeps milliseconds, rounded, and `now()` may be half of one ahead of the clock.
    await database.query("UPDATE jobs SET next_due_at = now() - interval '1 second'");
    model.dueIn = 0;
  }
  const lease = next.do === 'renew' && leases[next.who];
  if (!lease) return;
  expect(await renewLease(db, lease)).toBe(model.holder === lease);
  if (model.holder === lease) model.freeIn = LEASE_SECONDS;
}

it('whatever three instances do, and whenever they come, one holds the lease, and it is lost by time alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (program) => {
      await database.query('TRUNCATE jobs');
      await planJob(db, 'purge-expired', SCHEDULE);
      const world: World = { model: { holder: null, freeIn: 0, dueIn: Infinity }, leases: [null, null, null] };
      for (const next of program) await walk(world, next);
    }),
    { numRuns: 30 },
  );
});
