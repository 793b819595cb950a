import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { JOBS } from '@/lib/domain/jobs';
import type { Context } from '@/lib/domain/context';
import { connectRedis } from '@/lib/infra/store/shared-store';
import { createRedisStore } from '@/lib/infra/store/redis-store';
import { EPOCH_KEY } from '@/lib/infra/store/redis-views';
import { client, type Client } from '../harness/client';
import { useInstances } from '../harness/instances';
import { isSignedIn } from '../harness/managed';
import { asking, makePolicy } from '../harness/policies';
import { canStartRedis, REDIS_WANTED } from '../harness/redis';
import { personOfRank, personWithRoles } from '../harness/roles';

const { one, other, redis } = useInstances();

/** Somebody on the other instance who may read roles, and an administrator on the first who may stop that. */
async function readerAndAdmin() {
  const admin = await personWithRoles(one, ['admin']);
  const reader = await personOfRank(one, { level: 40, permissions: ['roles.read'] });
  const elsewhere = client(other, { cookies: reader.browser.cookies });
  expect((await elsewhere.get('/api/roles')).status).toBe(200);
  return { admin: admin.browser, role: reader.role, elsewhere };
}

const conditionsOn = (role: string) => [asking('subject', 'roles', 'containing', role)];

async function expectToActAtOnce(admin: Client, role: string, elsewhere: Client): Promise<void> {
  const isOpen = async () => (await elsewhere.get('/api/roles')).status === 200;
  await admin.patch(`/api/roles/${role}`, { permissions: [] });
  expect(await isOpen()).toBe(false);
  await admin.patch(`/api/roles/${role}`, { permissions: ['roles.read'] });
  expect(await isOpen()).toBe(true);
  const deny = { effect: 'deny', action: 'read', resource: 'role', conditions: conditionsOn(role) } as const;
  const id = await makePolicy(admin, deny);
  expect(await isOpen()).toBe(false);
  await admin.patch(`/api/policies/${id}`, { enabled: false });
  expect(await isOpen()).toBe(true);
  await admin.patch(`/api/policies/${id}`, { enabled: true });
  expect(await isOpen()).toBe(false);
  await admin.delete(`/api/policies/${id}`);
  expect(await isOpen()).toBe(true);
}

/** Somebody signed in on the first instance, whom the other knows too: once to be suspended, once to be signed out. */
async function twoElsewhere() {
  const people = [await personWithRoles(one, ['member']), await personWithRoles(one, ['member'])] as const;
  const elsewhere = people.map(({ browser }) => client(other, { cookies: browser.cookies }));
  for (const browser of elsewhere) expect(await isSignedIn(browser)).toBe(true);
  return { people, elsewhere };
}

async function expectToShutOutAtOnce(admin: Client, them: Awaited<ReturnType<typeof twoElsewhere>>): Promise<void> {
  const [suspended, signedOut] = them.people;
  await admin.post(`/api/users/${suspended.id}/suspend`, { reason: 'A test' });
  await admin.post(`/api/users/${signedOut.id}/sign-out`);
  for (const browser of them.elsewhere) expect(await isSignedIn(browser)).toBe(false);
  const signIn = async () => (await client(other).post('/api/login', credentialsOf(suspended))).status;
  expect(await signIn()).toBe(403);
  await admin.post(`/api/users/${suspended.id}/restore`);
  expect(await signIn()).toBe(200);
}

const credentialsOf = ({ email, password }: { email: string; password: string }) => ({ email, password });

/** Runs the job as an instance would, over the same Redis. */
async function runRefresh(): Promise<void> {
  const connection = connectRedis(redis.url);
  await new Promise((resolve) => connection.once('ready', resolve));
  const job = JOBS.find(({ name }) => name === 'refresh-role-cache');
  expect(await job?.run({ store: createRedisStore(connection) } as Context)).toEqual({ refreshed: 1 });
  connection.disconnect();
}

/** Makes the cache say something else than PostgreSQL, for good. */
async function plant(key: string, lie: unknown): Promise<void> {
  const planter = new Redis(redis.url, { keyPrefix: 'gatehouse:' });
  await planter.set(key, `view:${await planter.get(EPOCH_KEY)}:${JSON.stringify(lie)}`);
  planter.disconnect();
}

describe.skipIf(!canStartRedis)(`roles and rules on two instances${canStartRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  // asvs:8.3.2
  it('changed on one act on the very next request of the other', async () => {
    const { admin, role, elsewhere } = await readerAndAdmin();
    await expectToActAtOnce(admin, role, elsewhere);
  });

  // asvs:7.4.2 asvs:7.4.5
  it('let an administrator on one suspend, restore and sign out with the very next request on the other', async () => {
    const { admin } = await readerAndAdmin();
    await expectToShutOutAtOnce(admin, await twoElsewhere());
  });

  it('are repaired in the cache by the job that refreshes it', async () => {
    const { role, elsewhere } = await readerAndAdmin();
    await plant('roles', { [role]: { level: 1, permissions: ['audit.read'] } });
    expect((await elsewhere.get('/api/me')).body['permissions']).toEqual(['audit.read']);
    await runRefresh();
    expect((await elsewhere.get('/api/me')).body['permissions']).toEqual(['roles.read']);
    const lie = {
      id: 'lie',
      name: 'Lie',
      effect: 'deny',
      action: 'read',
      resource: 'role',
      fields: [],
      conditions: [],
    };
    await plant('policies', [lie]);
    expect((await elsewhere.get('/api/roles')).status).toBe(403);
    await runRefresh();
    expect((await elsewhere.get('/api/roles')).status).toBe(200);
  });

  it('changed on one act on the very next request of the other when Redis is gone, too', async () => {
    const { admin, role, elsewhere } = await readerAndAdmin();
    const people = await twoElsewhere();
    await redis.kill9();
    for (const server of [one, other]) server.expectErrors(/Redis does not answer/);
    await expectToActAtOnce(admin, role, elsewhere);
    await expectToShutOutAtOnce(admin, people);
  });
});
