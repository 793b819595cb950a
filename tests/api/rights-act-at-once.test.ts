import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { JOBS } from '@/lib/domain/jobs';
import type { Context } from '@/lib/domain/context';
import { connectRedis } from '@/lib/infra/store/shared-store';
import { createRedisStore } from '@/lib/infra/store/redis-store';
import { EPOCH_KEY } from '@/lib/infra/store/redis-views';
import { isSignedIn } from '../harness/chain';
import { type Answer, client, type Client } from '../harness/client';
import { useInstances } from '../harness/instances';
import { asking, makePolicy } from '../harness/policies';
import { canStartRedis, REDIS_WANTED } from '../harness/redis';
import { personOfRank, personWithRoles } from '../harness/roles';

const { one, other, redis } = useInstances();

type Scene = { admin: Client; reader: { id: string; role: string }; elsewhere: Client };

/** Somebody on the other instance who may read roles, and an administrator on the first who may stop that. */
async function readerAndAdmin(): Promise<Scene> {
  const admin = await personWithRoles(one, ['admin']);
  const { id, role, browser } = await personOfRank(one, { level: 40, permissions: ['roles.read'] });
  const elsewhere = client(other, { cookies: browser.cookies });
  expect((await elsewhere.get('/api/roles')).status).toBe(200);
  return { admin: admin.browser, reader: { id, role }, elsewhere };
}

const conditionsOn = (role: string) => [asking('subject', 'roles', 'containing', role)];

/** Each change on the one instance, then a look at the other; `between` happens after the change. */
async function expectToActAtOnce({ admin, reader, elsewhere }: Scene, between = async () => {}): Promise<void> {
  const { id, role } = reader;
  const expectNext = async (change: Promise<Answer>, status: number) => {
    expect((await change).status).toBe(200);
    await between();
    expect((await elsewhere.get('/api/roles')).status).toBe(status);
  };
  await expectNext(admin.patch(`/api/roles/${role}`, { permissions: [] }), 403);
  await expectNext(admin.patch(`/api/roles/${role}`, { permissions: ['roles.read'] }), 200);
  await expectNext(admin.put(`/api/users/${id}/roles`, { roles: ['member'] }), 403);
  await expectNext(admin.put(`/api/users/${id}/roles`, { roles: [role] }), 200);
  const deny = { effect: 'deny', action: 'read', resource: 'role', conditions: conditionsOn(role) } as const;
  const rule = await makePolicy(admin, deny);
  await expectNext(admin.patch(`/api/policies/${rule}`, { enabled: true }), 403);
  await expectNext(admin.patch(`/api/policies/${rule}`, { enabled: false }), 200);
  await expectNext(admin.patch(`/api/policies/${rule}`, { enabled: true }), 403);
  await expectNext(admin.delete(`/api/policies/${rule}`), 200);
  await expectNext(admin.post(`/api/users/${id}/suspend`, { reason: 'Left' }), 401);
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
  const how = { dryRun: false, signal: new AbortController().signal };
  expect(await job?.run({ store: createRedisStore(connection) } as Context, how)).toEqual({ refreshed: 1 });
  connection.disconnect();
}

/** Makes the cache say something else than PostgreSQL, for good. */
async function plant(key: string, lie: unknown): Promise<void> {
  const planter = new Redis(redis.url, { keyPrefix: 'gatehouse:' });
  await planter.set(key, `view:${await planter.get(EPOCH_KEY)}:${JSON.stringify(lie)}`);
  planter.disconnect();
}

describe.skipIf(!canStartRedis)(
  `roles, rules and people on two instances${canStartRedis ? '' : ` (${REDIS_WANTED})`}`,
  () => {
    // asvs:8.3.2
    it('changed on one act on the very next request of the other', async () => {
      await expectToActAtOnce(await readerAndAdmin());
    });

    // asvs:8.3.2
    it('changed on one act on the very next request of the other when Redis loses everything in between', async () => {
      const flusher = new Redis(redis.url);
      await expectToActAtOnce(await readerAndAdmin(), async () => void (await flusher.flushall()));
      flusher.disconnect();
    });

    // asvs:7.4.2 asvs:7.4.5
    it('let an administrator on one suspend, restore and sign out with the very next request on the other', async () => {
      const { admin } = await readerAndAdmin();
      await expectToShutOutAtOnce(admin, await twoElsewhere());
    });

    it('are repaired in the cache by the job that refreshes it', async () => {
      const { reader, elsewhere } = await readerAndAdmin();
      await plant('roles', { [reader.role]: { level: 1, permissions: ['audit.read'] } });
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

    // asvs:8.3.2 asvs:16.5.2
    it('changed on one act on the very next request of the other when Redis is gone, too', async () => {
      const scene = await readerAndAdmin();
      const people = await twoElsewhere();
      await redis.kill9();
      for (const server of [one, other]) server.expectErrors(/Redis does not answer/);
      await expectToActAtOnce(scene);
      await expectToShutOutAtOnce(scene.admin, people);
    });
  },
);
