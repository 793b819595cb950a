import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, type LimitName, type LockoutName } from '@/lib/domain/limit-table';
import { lockoutRule } from '@/lib/domain/limits';
import type { Slid, Taken } from '@/lib/infra/store/store';
import { hasRedis, REDIS_WANTED } from '../../harness/redis';
import { memoryWorld, redisWorld, type LimitWorld } from './limit-worlds';

/** Where time cannot be stopped, an edge is looked at from so far before it, in milliseconds. */
const LEAD_MS = 250;

const NAMES = Object.keys(LIMITS) as LimitName[];
const isLockout = (name: LimitName): name is LockoutName => LIMITS[name].closedSeconds !== null;
const LOCKOUTS = NAMES.filter(isLockout);
const THROTTLES = NAMES.filter((name) => !isLockout(name));

let keys = 0;
const newKey = () => `limit-${(keys += 1)}`;

type Ask = (n: number) => Promise<{ isAllowed: boolean }>;

/** Asks `count` times, one after another; says of each whether it passed. */
async function asked(ask: Ask, count: number): Promise<boolean[]> {
  const answers: boolean[] = [];
  for (let n = 0; n < count; n += 1) answers.push((await ask(n)).isAllowed);
  return answers;
}

/** Asks on and on: the last moment that was still closed, and the first that was open. */
async function opening(world: LimitWorld, ask: Ask): Promise<{ closedAtMs: number; openAtMs: number }> {
  let closedAtMs = -Infinity;
  for (let n = 0; ; n += 1) {
    const beforeMs = await world.nowMs();
    const { isAllowed } = await ask(n);
    if (isAllowed) return { closedAtMs, openAtMs: await world.nowMs() };
    closedAtMs = beforeMs;
    await world.tick();
  }
}

/** The last try, and between which moments it was counted. */
async function dated<T>(world: LimitWorld, ask: () => Promise<T>) {
  const fromMs = await world.nowMs();
  const answer = await ask();
  return { answer, fromMs, toMs: await world.nowMs() };
}

function edges(startWorld: () => Promise<LimitWorld>): void {
  let world: LimitWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());

  // asvs:2.3.2 asvs:6.3.1
  describe.each(LOCKOUTS)('%s', (name) => {
    const { points } = LIMITS[name];
    const { windowMs, closedMs } = lockoutRule(name);
    const taking = (key: string) => (n: number) => world.storeOf(n).take(key, lockoutRule(name));

    it(`lets ${points} through and not one more, until ${closedMs / 60_000} min after the last of them`, async () => {
      const take = taking(newKey());
      expect(await asked(take, points - 1)).toEqual(Array(points - 1).fill(true));
      // The last one comes late in the window: what follows is counted from it, not from the first.
      if (points > 1) await world.pass(windowMs - LEAD_MS - 60_000);
      const last = await dated(world, () => take(1));
      expect(last.answer).toEqual({ isAllowed: true });
      const refused = (await take(0)) as Taken & { retryAfterMs: number };
      expect(refused.isAllowed).toBe(false);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(closedMs);
      expect(refused.retryAfterMs).toBeGreaterThanOrEqual(last.fromMs + closedMs - (await world.nowMs()));
      await world.pass(closedMs - LEAD_MS);
      const { closedAtMs, openAtMs } = await opening(world, take);
      expect(closedAtMs).toBeLessThan(last.toMs + closedMs + world.slackMs);
      expect(openAtMs).toBeGreaterThanOrEqual(last.fromMs + closedMs);
      // One is counted again, by the try that found it open.
      expect(await asked(take, points)).toEqual([...Array<boolean>(points - 1).fill(true), false]);
    });

    it(`lets exactly ${points} of ${3 * points + 20} parallel ones through`, async () => {
      const take = taking(newKey());
      const answers = await Promise.all(Array.from({ length: 3 * points + 20 }, (_, n) => take(n)));
      expect(answers.filter(({ isAllowed }) => isAllowed)).toHaveLength(points);
    });
  });

  // Where one try is all there is, it closes at once: there is no window to pass.
  it.each(LOCKOUTS.filter((name) => LIMITS[name].points > 1))(
    '%s begins anew when its window has passed',
    async (name) => {
      const { points } = LIMITS[name];
      const { windowMs } = lockoutRule(name);
      const key = newKey();
      const take = (n: number) => world.storeOf(n).take(key, lockoutRule(name));
      await asked(take, 1);
      await world.pass(windowMs - LEAD_MS - 60_000);
      await asked(take, points - 2);
      await world.pass(LEAD_MS + 60_000 + world.slackMs);
      expect(await asked(take, points + 1)).toEqual([...Array<boolean>(points).fill(true), false]);
    },
  );

  // asvs:2.3.2 asvs:2.4.1
  describe.each(THROTTLES)('%s', (name) => {
    const { points, windowSeconds } = LIMITS[name];
    const windowMs = windowSeconds * 1000;
    const sliding = (key: string) => (n: number) => world.storeOf(n).slide({ key, limit: points, windowMs });

    it(`lets ${points} through and not one more, until the oldest is a minute old`, async () => {
      const slide = sliding(newKey());
      const first = await dated(world, () => slide(0));
      await world.pass(windowMs / 2);
      const rest: Slid[] = [];
      for (let n = 1; n < points; n += 1) rest.push(await slide(n));
      expect(rest.map(({ isAllowed }) => isAllowed)).toEqual(Array(points - 1).fill(true));
      expect(rest.at(-1)?.remaining).toBe(0);
      const refused = await slide(0);
      expect(refused.isAllowed).toBe(false);
      const leftMs = first.fromMs + windowMs - (await world.nowMs());
      expect(refused.resetMs).toBeGreaterThanOrEqual(leftMs);
      expect(refused.resetMs).toBeLessThanOrEqual(first.toMs + windowMs - (await world.nowMs()) + 1_000);
      await world.pass(windowMs / 2 - LEAD_MS);
      const { closedAtMs, openAtMs } = await opening(world, slide);
      expect(closedAtMs).toBeLessThan(first.toMs + windowMs + world.slackMs);
      expect(openAtMs).toBeGreaterThanOrEqual(first.fromMs + windowMs);
      // One left, so one came in: the others have half a minute to go.
      expect((await slide(0)).isAllowed).toBe(false);
    });

    it(`lets exactly ${points} of ${3 * points} parallel ones through`, async () => {
      const slide = sliding(newKey());
      const answers = await Promise.all(Array.from({ length: 3 * points }, (_, n) => slide(n)));
      expect(answers.filter(({ isAllowed }) => isAllowed)).toHaveLength(points);
    });
  });
}

describe('every limit in this process, to the millisecond', () => {
  edges(memoryWorld);
});

describe.skipIf(!hasRedis)(`every limit over two instances of one Redis${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  edges(redisWorld);
});
