import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { createRedisStore } from '@/lib/infra/store/redis-store';
import type { LockoutRule, Store } from '@/lib/infra/store/store';
import { until } from '../../harness/poll';
import { hasRedis, startRedis, type TestRedis } from '../../harness/redis';

/** The windows are short where the clock is Redis' own; the memory store is given the same ones. */
const rule: LockoutRule = { points: 5, windowMs: 60_000, closedMs: 120_000 };
let keys = 0;
const newKey = () => `key-${(keys += 1)}`;

async function fill(store: Store, key: string, value: string): Promise<void> {
  // A new Redis has to be given its first epoch: nobody gets a lease from the very first reading.
  const lease = await until('a lease', async () => {
    const [view] = await store.readViews([key]);
    return view && 'lease' in view ? view.lease : null;
  });
  await store.fillView(key, lease, value);
}

function contract(getStore: () => Store): void {
  describe('a lockout', () => {
    it('lets the last try through and refuses the next, with the time to wait', async () => {
      const key = newKey();
      for (let n = 1; n <= 5; n += 1) expect(await getStore().take(key, rule)).toEqual({ isAllowed: true });
      const refused = await getStore().take(key, rule);
      expect(refused).toMatchObject({ isAllowed: false });
      // The last try closed the key for the closing time, which is longer than the window.
      const { retryAfterMs } = refused as { retryAfterMs: number };
      expect(retryAfterMs).toBeGreaterThan(rule.windowMs);
      expect(retryAfterMs).toBeLessThanOrEqual(rule.closedMs);
    });

    it('lets five of fifty parallel tries through', async () => {
      const key = newKey();
      const takes = await Promise.all(Array.from({ length: 50 }, () => getStore().take(key, rule)));
      expect(takes.filter(({ isAllowed }) => isAllowed)).toHaveLength(5);
    });

    it('is opened again by giving back the try that closed it', async () => {
      const key = newKey();
      for (let n = 1; n <= 5; n += 1) await getStore().take(key, rule);
      await getStore().giveBack(key, rule);
      expect((await getStore().take(key, rule)).isAllowed).toBe(true);
      expect((await getStore().take(key, rule)).isAllowed).toBe(false);
    });

    it('forgets everything when it is cleared', async () => {
      const key = newKey();
      for (let n = 1; n <= 6; n += 1) await getStore().take(key, rule);
      await getStore().clear(key);
      expect((await getStore().take(key, rule)).isAllowed).toBe(true);
    });

    it('does not go below none when more is given back than was taken', async () => {
      const key = newKey();
      await getStore().giveBack(key, rule);
      await getStore().giveBack(key, rule);
      for (let n = 1; n <= 5; n += 1) expect((await getStore().take(key, rule)).isAllowed).toBe(true);
      expect((await getStore().take(key, rule)).isAllowed).toBe(false);
    });

    it('begins anew with one try counted', async () => {
      const [key, once] = [newKey(), newKey()];
      for (let n = 1; n <= 6; n += 1) await getStore().take(key, rule);
      await getStore().restart(key, rule);
      for (let n = 2; n <= 5; n += 1) expect((await getStore().take(key, rule)).isAllowed).toBe(true);
      expect((await getStore().take(key, rule)).isAllowed).toBe(false);
      await getStore().restart(once, { ...rule, points: 1 });
      expect((await getStore().take(once, { ...rule, points: 1 })).isAllowed).toBe(false);
    });

    it('keeps its keys apart', async () => {
      const key = newKey();
      for (let n = 1; n <= 6; n += 1) await getStore().take(key, rule);
      expect((await getStore().take(newKey(), rule)).isAllowed).toBe(true);
    });
  });

  describe('a sliding window', () => {
    it('counts down, refuses what is one too many, and does not count it', async () => {
      const key = newKey();
      const slid = [];
      for (let n = 1; n <= 4; n += 1) slid.push(await getStore().slide({ key, limit: 3, windowMs: 60_000 }));
      expect(slid.map(({ isAllowed, remaining }) => [isAllowed, remaining])).toEqual([
        [true, 2],
        [true, 1],
        [true, 0],
        [false, 0],
      ]);
      expect(slid[3]?.resetMs).toBeGreaterThan(0);
      expect(slid[3]?.resetMs).toBeLessThanOrEqual(60_000);
    });

    it('lets twenty of fifty parallel requests through', async () => {
      const key = newKey();
      const slid = await Promise.all(
        Array.from({ length: 50 }, () => getStore().slide({ key, limit: 20, windowMs: 60_000 })),
      );
      expect(slid.filter(({ isAllowed }) => isAllowed)).toHaveLength(20);
    });
  });

  it('a request whose first view says null is counted for nobody', async () => {
    const [key, gone] = [newKey(), newKey()];
    await fill(getStore(), gone, 'null');
    const window = { key, limit: 1, windowMs: 60_000 };
    for (let n = 1; n <= 3; n += 1) {
      const { slid, views } = await getStore().slideAndRead(window, [gone]);
      expect([slid.isAllowed, slid.isCounted, views]).toEqual([true, false, [{ value: 'null' }]]);
    }
    const living = await getStore().slideAndRead(window, [newKey()]);
    expect([living.slid.isAllowed, living.slid.isCounted]).toEqual([true, true]);
  });

  it('a request that was taken back from a sliding window leaves its place to another', async () => {
    const key = newKey();
    for (let n = 1; n <= 3; n += 1) await getStore().slide({ key, limit: 3, windowMs: 60_000 });
    await getStore().slideBack(key);
    expect((await getStore().slide({ key, limit: 3, windowMs: 60_000 })).isAllowed).toBe(true);
    expect((await getStore().slide({ key, limit: 3, windowMs: 60_000 })).isAllowed).toBe(false);
    await getStore().slideBack(newKey());
  });

  describe('a view', () => {
    it('is leased to the first reader, filled by it, and then there for all', async () => {
      const key = newKey();
      const [first] = await getStore().readViews([key]);
      expect(first).toHaveProperty('lease');
      expect(await getStore().readViews([key])).toEqual([{ busy: true }]);
      await getStore().fillView(key, (first as { lease: string }).lease, 'facts');
      expect(await getStore().readViews([key])).toEqual([{ value: 'facts' }]);
    });

    it('that was held while it was being loaded is not filled with what was loaded before', async () => {
      const key = newKey();
      const [first] = await getStore().readViews([key]);
      await getStore().holdViews([key], 'a-change');
      await getStore().fillView(key, (first as { lease: string }).lease, 'old facts');
      expect(await getStore().readViews([key])).toEqual([{ busy: true }]);
      await getStore().releaseViews([key], 'a-change');
      await getStore().fillView(key, (first as { lease: string }).lease, 'old facts');
      expect((await getStore().readViews([key]))[0]).toHaveProperty('lease');
    });

    it('is gone once a change has held it, and can be filled again once the change has released it', async () => {
      const key = newKey();
      await fill(getStore(), key, 'facts');
      await getStore().holdViews([key], 'a-change');
      expect(await getStore().readViews([key])).toEqual([{ busy: true }]);
      await getStore().releaseViews([key], 'a-change');
      await fill(getStore(), key, 'new facts');
      expect(await getStore().readViews([key])).toEqual([{ value: 'new facts' }]);
    });

    it('stays held until the last change that held it releases it', async () => {
      const key = newKey();
      await getStore().holdViews([key], 'one-change');
      await getStore().holdViews([key], 'other-change');
      await getStore().releaseViews([key], 'one-change');
      expect(await getStore().readViews([key])).toEqual([{ busy: true }]);
      await getStore().releaseViews([key], 'other-change');
      expect((await getStore().readViews([key]))[0]).toHaveProperty('lease');
    });

    it('is void when views are renewed, also one that is still being loaded', async () => {
      const [filled, leased] = [newKey(), newKey()];
      await fill(getStore(), filled, 'facts');
      const [lease] = await getStore().readViews([leased]);
      await getStore().renewViews();
      expect((await getStore().readViews([filled]))[0]).toHaveProperty('lease');
      await getStore().fillView(leased, (lease as { lease: string }).lease, 'old facts');
      expect((await getStore().readViews([leased]))[0]).not.toHaveProperty('value');
    });
  });
}

describe('in this process', () => {
  const store = createMemoryStore();
  contract(() => store);

  it('opens a lockout when its closing time is over, and not a moment before', async () => {
    let now = 1_000_000;
    const moved = createMemoryStore(() => new Date(now));
    for (let n = 1; n <= 5; n += 1) await moved.take('key', rule);
    now += rule.closedMs - 1;
    expect(await moved.take('key', rule)).toEqual({ isAllowed: false, retryAfterMs: 1 });
    now += 1;
    expect(await moved.take('key', rule)).toEqual({ isAllowed: true });
  });

  it('lets the next request into a sliding window as soon as the oldest has left it', async () => {
    let now = 1_000_000;
    const moved = createMemoryStore(() => new Date(now));
    await moved.slide({ key: 'key', limit: 2, windowMs: 60_000 });
    now += 30_000;
    await moved.slide({ key: 'key', limit: 2, windowMs: 60_000 });
    now += 29_999;
    expect(await moved.slide({ key: 'key', limit: 2, windowMs: 60_000 })).toEqual({
      isAllowed: false,
      isCounted: false,
      remaining: 0,
      resetMs: 1,
    });
    now += 1;
    expect(await moved.slide({ key: 'key', limit: 2, windowMs: 60_000 })).toEqual({
      isAllowed: true,
      isCounted: true,
      remaining: 0,
      resetMs: 30_000,
    });
  });
});

describe.skipIf(!hasRedis)('in Redis', () => {
  let server: TestRedis;
  let client: Redis;
  let store: Store;

  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url, { enableAutoPipelining: true });
    store = createRedisStore(client);
    await store.renewViews();
  });
  afterAll(async () => {
    await client?.quit();
    await server?.stop();
  });

  contract(() => store);

  it('gives every key an end', async () => {
    const key = newKey();
    await store.take(key, rule);
    await store.slide({ key: `${key}-window`, limit: 3, windowMs: 60_000 });
    await store.readViews([`${key}-view`]);
    for (const name of await client.keys(`${key}*`)) expect(await client.pttl(name)).toBeGreaterThan(0);
  });
});
