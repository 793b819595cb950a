import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { createRedisStore } from '@/lib/infra/store/redis-store';
import { connectRedis, storeOn, withFallback } from '@/lib/infra/store/shared-store';
import type { GuardedStore } from '@/lib/infra/store/guarded-views';
import type { Store } from '@/lib/infra/store/store';
import { until } from '../../harness/poll';
import { canStartRedis, startRedis, type TestRedis } from '../../harness/redis';

const rule = { points: 5, windowMs: 60_000, closedMs: 60_000 };

async function fill(store: Store, key: string, value: string): Promise<void> {
  await store.renewViews();
  const [view] = await store.readViews([key]);
  await store.fillView(key, (view as { lease: string }).lease, value);
}

const open: { quit: () => unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.quit();
});

const fallingBack = (client: Redis) => withFallback(createRedisStore(client), createMemoryStore(), () => undefined);

async function setUp() {
  const server: TestRedis = await startRedis();
  const client = connectRedis(server.url);
  const watcher = new Redis(server.url, { lazyConnect: true, retryStrategy: () => null });
  watcher.on('error', () => undefined);
  open.push({ quit: () => client.disconnect() }, { quit: () => watcher.disconnect() }, { quit: () => server.stop() });
  await until('the connection', () => Promise.resolve(client.status === 'ready'));
  return { server, client, store: fallingBack(client) };
}

const passed = (answers: { isAllowed: boolean }[]) => answers.filter(({ isAllowed }) => isAllowed).length;
const all = <T>(count: number, ask: () => Promise<T>) => Promise.all(Array.from({ length: count }, ask));

describe.skipIf(!canStartRedis)('when Redis is gone', () => {
  it('an instance counts for itself at once, never without a limit', async () => {
    const { server, store } = await setUp();
    await server.kill9();
    const startedAt = performance.now();
    expect(passed(await all(20, () => store.take('key', rule)))).toBe(5);
    expect(passed(await all(20, () => store.slide({ key: 'key', limit: 7, windowMs: 60_000 })))).toBe(7);
    expect(performance.now() - startedAt).toBeLessThan(400);
    // What is right is given back there, too.
    await store.giveBack('key', rule);
    expect(passed(await all(3, () => store.take('key', rule)))).toBe(1);
    await store.clear('key');
    expect(passed(await all(20, () => store.take('key', rule)))).toBe(5);
  });

  it('two instances count each for themselves, and together again when it is back', async () => {
    const { server, store } = await setUp();
    const client = connectRedis(server.url);
    open.push({ quit: () => client.disconnect() });
    const other = fallingBack(client);
    await server.kill9();
    for (const one of [store, other]) expect(passed(await all(20, () => one.take('key', rule)))).toBe(5);
    await server.restart();
    // Both count in Redis again when each sees what the other has counted there.
    await until('a common count', async () => {
      const key = `key-${performance.now()}`;
      const taken = [...(await all(5, () => store.take(key, rule))), ...(await all(5, () => other.take(key, rule)))];
      return passed(taken) === 5;
    });
  });

  it('no view is taken from memory, so that what another instance revoked stays revoked', async () => {
    const { server, store } = await setUp();
    await fill(store, 'view', 'facts');
    expect(await store.readViews(['view'])).toEqual([{ value: 'facts' }]);
    await server.kill9();
    expect(await store.readViews(['view'])).toEqual([{ busy: true }]);
  });

  it('a change is told that it has to tell the others itself', async () => {
    const { server, store } = await setUp();
    expect(await store.holdViews(['view'], 'a-change')).toBe(true);
    await server.kill9();
    expect(await store.holdViews(['view'], 'a-change')).toBe(false);
    await store.releaseViews(['view'], 'a-change');
  });
});

describe.skipIf(!canStartRedis)('when Redis hangs', () => {
  it('nobody waits longer than half a second, and the limit holds', async () => {
    const { server, store } = await setUp();
    server.pause();
    const startedAt = performance.now();
    const takes = await all(50, () => store.take('key', rule));
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(passed(takes)).toBe(5);
    server.resume();
    await until('the shared count', async () => {
      const key = `key-${performance.now()}`;
      await store.take(key, rule);
      const watcher = new Redis(server.url);
      const held = await watcher.exists(`gatehouse:${key}`).finally(() => watcher.disconnect());
      return held === 1;
    });
  });
});

describe.skipIf(!canStartRedis)('when this process stands still', () => {
  it('what Redis answered meanwhile counts, and so does what is asked of it after that', async () => {
    const { store } = await setUp();
    await fill(store, 'view', 'facts');
    await all(3, () => store.take('key', rule));
    const taken = all(3, () => store.take('key', rule));
    const [filled, unfilled] = ['view', 'another'].map((key) => store.readViews([key]));
    // With the turn's end they are on their way; the next turn looks at timers before it looks at what has arrived.
    await new Promise((resolve) => setImmediate(resolve));
    for (const since = performance.now(); performance.now() - since < 700;);
    expect(passed(await taken)).toBe(2);
    expect(await filled).toEqual([{ value: 'facts' }]);
    expect(await unfilled).toEqual([{ lease: expect.any(String) as string }]);
    expect(passed([await store.take('key', rule)])).toBe(0);
  });
});

describe.skipIf(!canStartRedis)('when Redis was silent', () => {
  /** An instance that hears of changes, and has the view. */
  async function instanceOn(client: Redis): Promise<GuardedStore> {
    const store = storeOn(client, createMemoryStore());
    store.regain('redis');
    store.regain('feed');
    await fillWhenItMay(store, 'facts');
    return store;
  }

  async function fillWhenItMay(store: Store, value: string): Promise<void> {
    const lease = await until('a lease', async () => {
      const [view] = await store.readViews(['view']);
      return view && 'lease' in view ? view.lease : undefined;
    });
    await store.fillView('view', lease, value);
    expect(await store.readViews(['view'])).toEqual([{ value }]);
  }

  const becomesVoid = (store: Store) =>
    until('it to be void', async () => 'lease' in ((await store.readViews(['view']))[0] ?? {}));

  it('nothing that it held before is believed, also where nobody told of a change', async () => {
    const { server, client } = await setUp();
    const store = await instanceOn(client);
    server.pause();
    expect(await store.readViews(['view'])).toEqual([{ busy: true }]);
    server.resume();
    await becomesVoid(store);
  });

  it('a change that it could not be told of voids what others have, even if whoever made it ends at once', async () => {
    const { server, client } = await setUp();
    const changing = storeOn(client, createMemoryStore());
    const otherClient = connectRedis(server.url);
    open.push({ quit: () => otherClient.disconnect() });
    await until('the connection', () => otherClient.status === 'ready');
    const other = await instanceOn(otherClient);
    server.pause();
    await changing.take('key', rule);
    // Within the rest after that, Redis is not even asked.
    expect(await changing.holdViews(['view'], 'a-change')).toBe(false);
    await changing.releaseViews(['view'], 'a-change');
    client.disconnect();
    server.resume();
    await becomesVoid(other);
  });
});

describe.skipIf(!canStartRedis)('when Redis pauses', () => {
  it('one of fifty parallel commands waits for it after each rest, whatever they are', async () => {
    const { client, store } = await setUp();
    const times: number[] = [];
    await client.client('PAUSE', 4_000);
    await store.readViews(['view']);
    // The rest is over when a command waits again; the fifty beside it do not.
    await until('the end of the rest', async () => {
      const startedAt = performance.now();
      const took = async () => {
        await store.readViews(['view']);
        return performance.now() - startedAt;
      };
      times.splice(0, times.length, ...(await Promise.all(Array.from({ length: 50 }, took))));
      return times.some((ms) => ms > 300);
    });
    expect(times.filter((ms) => ms > 300)).toHaveLength(1);
  });

  it('one answer waits for it, the next ones do not, and it is asked again when it is back', async () => {
    const { client, store } = await setUp();
    await fill(store, 'view', 'facts');
    await client.client('PAUSE', 1_500);
    expect(await store.holdViews(['other'], 'a-change')).toBe(false);
    const startedAt = performance.now();
    for (let n = 0; n < 50; n += 1) expect(await store.readViews(['view'])).toEqual([{ busy: true }]);
    expect(performance.now() - startedAt).toBeLessThan(400);
    await until('Redis to be asked again', async () => {
      const [view] = await store.readViews(['view']);
      return view !== undefined && 'value' in view;
    });
  });
});
