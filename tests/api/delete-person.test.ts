import { describe, expect, it } from 'vitest';
import { gatedBrowser, leadWithTeam, NOBODYS_IDS, onlyAdmin, putUnder, recordOf, statusesOf } from '../harness/chain';
import { client } from '../harness/client';
import { useInstances } from '../harness/instances';
import { codeIn, linkIn, waitForMail } from '../harness/mailbox';
import { newPerson, registrationOf, signedInAgain } from '../harness/people';
import { asking, makePolicy } from '../harness/policies';
import { hasRedis, REDIS_WANTED } from '../harness/redis';
import { FRESH_PASSWORD, reset } from '../harness/reset';
import { makeRole, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const pathOf = ({ id }: { id: string }) => `/api/users/${id}`;
const admin = () => personWithRoles(server, ['admin']);
const member = () => personWithRoles(server, ['member']);
const managerOf = async ({ id }: { id: string }) =>
  (await server.database.query<{ m: string | null }>('SELECT manager_id AS m FROM users WHERE id = $1', [id])).rows[0]
    ?.m;

describe('200', () => {
  // asvs:7.4.2
  it('ends every session of theirs with the next request, by cookie, by bearer token and by refresh', async () => {
    const { browser, id } = await admin();
    const person = await member();
    const second = await signedInAgain(server, person);
    for (const one of [person.browser, second]) expect((await one.get('/api/me')).status).toBe(200);
    const authorization = `Bearer ${second.cookies.get('access_token')}`;
    expect((await browser.delete(pathOf(person))).status).toBe(200);
    expect((await client(server).get('/api/me', { headers: { authorization } })).status).toBe(401);
    for (const one of [person.browser, second]) {
      const refresh = one.copy();
      expect((await one.get('/api/me')).status).toBe(401);
      expect((await refresh.post('/api/refresh')).status).toBe(401);
    }
    const { email, password } = person;
    expect((await client(server).post('/api/login', { email, password })).status).toBe(401);
    expect(await recordOf(server, person.id, 'person.deleted')).toEqual([{ actor_id: id, data: { reports: 0 } }]);
  });

  it('takes all that was theirs, and leaves the record, which shows no name any more', async () => {
    const { browser } = await admin();
    const person = await member();
    await browser.post(`${pathOf(person)}/send-reset`);
    const events = 'SELECT count(*)::int AS n FROM audit_events WHERE subject_id = $1';
    const before = (await server.database.query<{ n: number }>(events, [person.id])).rows[0]?.n ?? 0;
    await browser.delete(pathOf(person));
    const tables = ['sessions', 'credentials', 'registrations', 'challenges', 'outbox_mails', 'accounts', 'devices'];
    for (const table of [...tables, 'user_roles']) {
      const { rows } = await server.database.query(`SELECT 1 FROM ${table} WHERE user_id = $1`, [person.id]);
      expect(rows, table).toEqual([]);
    }
    const after = (await server.database.query<{ n: number }>(events, [person.id])).rows[0]?.n;
    expect(after).toBe(before + 1);
    const { text } = await browser.get(`/api/audit?subject=${person.id}`);
    expect(text).toContain('person.deleted');
    expect(text).not.toContain(person.email);
  });

  it('moves who was below up to their manager, and rules about managers act on everybody’s next request', async () => {
    const boss = await admin();
    const [top, middle, low, lowest] = [await member(), await member(), await member(), await member()];
    await putUnder(server, top, middle);
    await putUnder(server, middle, low);
    await putUnder(server, low, lowest);
    const conditions = [asking('subject', 'managers', 'containing', middle.id)];
    await makePolicy(boss.browser, { effect: 'allow', action: 'read', resource: 'audit', conditions });
    for (const { browser } of [low, lowest]) expect((await browser.get('/api/audit')).status).toBe(200);
    const answer = await boss.browser.delete(pathOf(middle));
    expect(String(answer.body['message'])).toContain('1 of their reports');
    for (const { browser } of [low, lowest]) expect((await browser.get('/api/audit')).status).toBe(403);
    expect([await managerOf(low), await managerOf(lowest)]).toEqual([top.id, low.id]);
    expect(await recordOf(server, middle.id, 'person.deleted')).toMatchObject([{ data: { reports: 1 } }]);
  });

  it('kills links that are under way, and leaves the address to whoever registers it next', async () => {
    const { browser } = await admin();
    const person = newPerson();
    const { body } = await browser.post('/api/users', { ...person, password: undefined });
    const link = linkIn(await waitForMail(server, person.email), '/reset_password/');
    expect((await browser.delete(`/api/users/${String(body['id'])}`)).status).toBe(200);
    const token = link.pathname.split('/').at(-1) ?? '';
    expect((await reset(client(server), token, FRESH_PASSWORD)).body['code']).toBe('invalid_token');
    const fresh = client(server);
    expect((await fresh.post('/api/register', registrationOf(person))).status).toBe(201);
    const code = codeIn(await waitForMail(server, person.email, ({ text }) => text.includes('/activate/')));
    const activated = await fresh.post('/api/active-account', { activation_code: code });
    expect(activated.body['user']).toMatchObject({ email: person.email, roles: ['member'] });
    expect((activated.body['user'] as { id: string }).id).not.toBe(body['id']);
  });

  it('below level 1, is for people below one', async () => {
    const { lead, below } = await leadWithTeam(server, ['users.delete', 'users.read']);
    expect((await lead.browser.delete(pathOf(below))).status).toBe(200);
  });
});

describe('401 and 403', () => {
  // asvs:8.2.2 asvs:8.2.1
  it('is for those alone who may delete, and not for their own rank, above, beside or in no chain with them', async () => {
    const { lead, equal, above, beside, stranger } = await leadWithTeam(server, ['users.delete', 'users.read']);
    expect((await client(server).delete(pathOf(above))).status).toBe(401);
    const pending = await gatedBrowser(server);
    expect(refusalOf(await pending.delete(pathOf(above)))).toEqual([403, 'not_activated']);
    const { browser } = await personWithRoles(server, ['manager']);
    for (const id of [above.id, ...NOBODYS_IDS]) {
      expect(refusalOf(await browser.delete(pathOf({ id })))).toEqual([403, 'forbidden']);
    }
    for (const person of [equal, above, beside, stranger, await admin()]) {
      expect(refusalOf(await lead.browser.delete(pathOf(person)))).toEqual([403, 'forbidden']);
    }
  });

  it('nobody deletes themselves, however they write their id', async () => {
    const { browser, id } = await admin();
    for (const own of [id, id.toUpperCase()]) {
      const answer = await browser.delete(pathOf({ id: own }));
      expect([...refusalOf(answer), answer.body['detail']]).toEqual([
        403,
        'forbidden',
        'You cannot delete yourself: somebody else has to do it.',
      ]);
    }
    expect((await browser.get(pathOf({ id }))).body['allowed_actions']).not.toContain('delete');
  });

  it('frees nobody of a rule by deleting their manager', async () => {
    const boss = await admin();
    const { lead, below } = await leadWithTeam(server, ['users.delete', 'users.read']);
    await putUnder(server, below, await member());
    const conditions = [asking('subject', 'managers', 'containing', below.id)];
    await makePolicy(boss.browser, { effect: 'deny', action: 'read', resource: 'audit', conditions });
    expect(refusalOf(await lead.browser.delete(pathOf(below)))).toEqual([403, 'forbidden']);
  });
});

describe('404', () => {
  it('knows nobody of an id that nobody has, nor whom the actor may not see', async () => {
    const { browser } = await admin();
    for (const id of NOBODYS_IDS) expect(refusalOf(await browser.delete(pathOf({ id })))).toEqual([404, 'not_found']);
    const { lead, below } = await leadWithTeam(server, ['users.delete']);
    expect(refusalOf(await lead.browser.delete(pathOf(below)))).toEqual([404, 'not_found']);
  });

  // asvs:2.3.4 asvs:15.4.2
  it('of twenty deletions at the same moment one is made, the others find nobody', async () => {
    const { browser } = await admin();
    const person = await member();
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.delete(pathOf(person))));
    expect(statusesOf(answers)).toEqual([200, ...Array<number>(19).fill(404)]);
    expect(await recordOf(server, person.id, 'person.deleted')).toHaveLength(1);
  });
});

describe('409', () => {
  it('the last administrator stays', async () => {
    const last = await onlyAdmin(server);
    const lesser = await makeRole(last.browser, { level: 1, permissions: ['users.read', 'users.delete'] });
    const { browser } = await personWithRoles(server, [lesser]);
    expect(refusalOf(await browser.delete(pathOf(last)))).toEqual([409, 'conflict']);
    expect((await last.browser.get('/api/me')).status).toBe(200);
  });

  // asvs:15.4.2
  it('of two administrators who delete each other at the same moment one stays', async () => {
    const first = await onlyAdmin(server);
    const second = await admin();
    await second.browser.get('/api/me');
    const answers = await Promise.all([first.browser.delete(pathOf(second)), second.browser.delete(pathOf(first))]);
    expect(statusesOf(answers)).toEqual([200, 409]);
  });
});

describe.skipIf(!hasRedis)(`on two instances${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  const { one, other } = useInstances();

  // asvs:7.4.2
  it('a deletion on one is a 401 on the very next request of the other', async () => {
    const boss = await personWithRoles(one, ['admin']);
    const person = await personWithRoles(one, ['member']);
    const elsewhere = client(other, { cookies: person.browser.cookies });
    expect((await elsewhere.get('/api/me')).status).toBe(200);
    expect((await boss.browser.delete(pathOf(person))).status).toBe(200);
    expect((await elsewhere.get('/api/me')).status).toBe(401);
  });
});
