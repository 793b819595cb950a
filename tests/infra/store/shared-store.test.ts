import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { createRedisStore } from '@/lib/infra/store/redis-store';
import { connectRedis, withFallback } from '@/lib/infra/store/shared-store';
import { until } from '../../harness/poll';
import { canStartRedis, startRedis, type TestRedis } from '../../harness/redis';

const rule = { points: 5, windowMs: 60_000, closedMs: 60_000 };

const open: { quit: () => unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.quit();
});

async function setUp() {
  const server: TestRedis = await startRedis();
  const client = connectRedis(server.url);
  const watcher = new Redis(server.url, { lazyConnect: true, retryStrategy: () => null });
  watcher.on('error', () => undefined);
  open.push({ quit: () => client.disconnect() }, { quit: () => watcher.disconnect() }, { quit: () => server.stop() });
  await until('the connection', () => Promise.resolve(client.status === 'ready'));
  return { server, client, store: withFallback(createRedisStore(client), createMemoryStore()) };
}

describe.skipIf(!canStartRedis)('when Redis is gone', () => {
  it('an instance counts for itself at once, never without a limit', async () => {
    const { server, store } = await setUp();
    await server.kill9();
    const takes = await Promise.all(Array.from({ length: 20 }, () => store.take('key', rule)));
    expect(takes.filter(({ isAllowed }) => isAllowed)).toHaveLength(5);
    const slid = await Promise.all(Array.from({ length: 20 }, () => store.slide('key', 7, 60_000)));
    expect(slid.filter(({ isAllowed }) => isAllowed)).toHaveLength(7);
  });

  it('no view is taken from memory, so that what another instance revoked stays revoked', async () => {
    const { server, store } = await setUp();
    const [first] = await store.readViews(['view']);
    await store.fillView('view', (first as { lease: string }).lease, 'facts', 60_000);
    expect(await store.readViews(['view'])).toEqual([{ value: 'facts' }]);
    await server.kill9();
    expect(await store.readViews(['view'])).toEqual([{ busy: true }]);
  });
});

describe.skipIf(!canStartRedis)('when Redis pauses', () => {
  it('answers do not wait for it, and what was to be dropped is dropped when it is back', async () => {
    const { client, store } = await setUp();
    const [first] = await store.readViews(['view']);
    await store.fillView('view', (first as { lease: string }).lease, 'facts', 60_000);
    await client.client('PAUSE', 2_000);
    const startedAt = performance.now();
    await store.dropViews(['view']);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    await until('the drop', async () => {
      const [view] = await store.readViews(['view']);
      return view !== undefined && !('value' in view) && !('busy' in view);
    });
  });
});
