import { Redis } from 'ioredis';
import { beforeEach, describe, expect, it } from 'vitest';
import { client, type Client } from '../harness/client';
import { useInstances } from '../harness/instances';
import { signedInPerson } from '../harness/people';
import { canStartRedis, REDIS_WANTED } from '../harness/redis';
import type { TestServer } from '../harness/server';

/** Two processes over one PostgreSQL and one Redis, and everything that can be wrong with the latter. */
const { one, other, redis } = useInstances();

const statusAt = async (server: TestServer, browser: Client) =>
  (await client(server, { cookies: browser.cookies }).get('/api/me')).status;

/** Two people, both known to both instances: views of their sessions are cached. */
async function twoPeople() {
  const [staying, leaving] = [await signedInPerson(one), await signedInPerson(one)];
  for (const { browser } of [staying, leaving]) {
    for (const server of [one, other]) expect(await statusAt(server, browser)).toBe(200);
  }
  return { staying: staying.browser, leaving: leaving.browser, copy: leaving.browser.copy() };
}

async function command(...words: string[]): Promise<void> {
  const watcher = new Redis(redis.url);
  await watcher.call(words[0] ?? '', ...words.slice(1));
  watcher.disconnect();
}

describe.skipIf(!canStartRedis)(`what is revoked on one instance${canStartRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  beforeEach(() => {
    redis.resume();
  });

  async function expectOver({ staying, copy }: { staying: Client; copy: Client }): Promise<void> {
    for (const server of [other, one]) {
      expect(await statusAt(server, copy)).toBe(401);
      expect(await statusAt(server, staying)).toBe(200);
    }
  }

  // asvs:7.4.1
  it('is over on the other with the very next request', async () => {
    const people = await twoPeople();
    await people.leaving.post('/api/logout');
    await expectOver(people);
  });

  it('stays over when Redis is flushed', async () => {
    const people = await twoPeople();
    await people.leaving.post('/api/logout');
    await command('FLUSHALL');
    await expectOver(people);
    await expectOver(people);
  });

  it('is over while Redis hangs, and the moment it goes on with what it knew before', async () => {
    const people = await twoPeople();
    redis.pause();
    await people.leaving.post('/api/logout');
    await expectOver(people);
    redis.resume();
    for (let n = 0; n < 40; n += 1) expect(await statusAt(other, people.copy)).toBe(401);
    await expectOver(people);
  });

  it('is over on an idle instance that never noticed that Redis hung', async () => {
    const people = await twoPeople();
    redis.pause();
    await people.leaving.post('/api/logout');
    redis.resume();
    for (let n = 0; n < 40; n += 1) expect(await statusAt(other, people.copy)).toBe(401);
  });

  it('stays over when the instance that revoked it dies while Redis hangs', async () => {
    const people = await twoPeople();
    redis.pause();
    await people.leaving.post('/api/logout');
    await one.kill9();
    redis.resume();
    expect(await statusAt(other, people.copy)).toBe(401);
    expect(await statusAt(other, people.staying)).toBe(200);
    await one.restart();
    await expectOver(people);
  });

  it('is over while Redis is gone, and stays over when it is back with an older state', async () => {
    const people = await twoPeople();
    await command('SAVE');
    await people.leaving.post('/api/logout');
    await redis.kill9();
    await expectOver(people);
    await redis.restart();
    for (let n = 0; n < 40; n += 1) expect(await statusAt(other, people.copy)).toBe(401);
    await expectOver(people);
  });
});
