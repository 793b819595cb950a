import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { putUnder } from '../harness/chain';
import { client } from '../harness/client';
import { registeredPerson, type PersonWithId } from '../harness/people';
import { asking, makePolicy, type NewPolicy } from '../harness/policies';
import { personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const pathOf = ({ id }: { id: string }) => `/api/users/${id}`;
const read = async ({ browser }: PersonWithId, person: { id: string }) => (await browser.get(pathOf(person))).body;

/** Somebody in a role of their own, and a rule about those who hold it. */
async function personBoundBy(rule: Partial<NewPolicy>): Promise<PersonWithId> {
  const admin = await personWithRoles(server, ['admin']);
  const person = await personOfRank(server, { level: 40 });
  const conditions = [asking('subject', 'roles', 'containing', person.role), ...(rule.conditions ?? [])];
  await makePolicy(admin.browser, { effect: 'allow', action: 'read', ...rule, conditions });
  return person;
}

describe('200', () => {
  it('is everybody’s own, without a permission, and with what they may do to themselves', async () => {
    const person = await personWithRoles(server, []);
    const answer = await person.browser.get(pathOf(person));
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        id: person.id,
        email: person.email,
        first_name: person.first_name,
        last_name: person.last_name,
        avatar_url: null,
        status: 'active',
        roles: [],
        manager_id: null,
        created_at: expect.any(String) as string,
        last_login_at: expect.any(String) as string,
        allowed_actions: ['read', 'update'],
      },
    ]);
  });

  // asvs:8.2.3 asvs:15.3.1
  it('says everything to those with users.read, also why and until when somebody is suspended', async () => {
    const [manager, person] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['member'])];
    expect(await read(manager, person)).toMatchObject({ suspended_until: null, suspended_reason: null });
    await server.database.query(
      `UPDATE users SET suspended_at = now(), suspended_until = '2130-01-01T00:00:00Z', suspended_reason = 'left' WHERE id = $1`,
      [person.id],
    );
    expect(await read(manager, person)).toMatchObject({
      status: 'suspended',
      suspended_until: '2130-01-01T00:00:00.000Z',
      suspended_reason: 'left',
    });
  });

  it('says nothing any more of a suspension that is over', async () => {
    const [manager, person] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['member'])];
    await server.database.query(
      `UPDATE users SET suspended_at = '2020-01-01', suspended_until = '2020-01-02', suspended_reason = 'left' WHERE id = $1`,
      [person.id],
    );
    const over = { status: 'active', suspended_until: null, suspended_reason: null };
    expect(await read(manager, person)).toMatchObject(over);
  });

  // asvs:8.2.3 asvs:15.3.1
  it('leaves out what one may not see: a rule that shows others shows id, names and roles, and no null for the rest', async () => {
    const [reader, person] = [await personBoundBy({}), await personWithRoles(server, ['member'])];
    expect(await read(reader, person)).toEqual({
      id: person.id,
      first_name: person.first_name,
      last_name: person.last_name,
      roles: ['member'],
      allowed_actions: ['read'],
    });
  });

  it('shows the fields that a rule names, and the id', async () => {
    const [reader, person] = [await personBoundBy({ fields: ['status'] }), await personWithRoles(server, ['member'])];
    expect(await read(reader, person)).toEqual({ id: person.id, status: 'active', allowed_actions: ['read'] });
  });

  it('hides a field that a rule denies, also from those with users.read', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const reader = await personOfRank(server, { level: 40, permissions: ['users.read'] });
    const conditions = [asking('subject', 'roles', 'containing', reader.role)];
    await makePolicy(admin.browser, { effect: 'deny', action: 'read', fields: ['email'], conditions });
    const shown = await read(reader, admin);
    expect(Object.keys(shown)).not.toContain('email');
    expect(shown).toMatchObject({ status: 'active', suspended_reason: null });
  });

  it('names exactly the actions that are allowed on this person', async () => {
    const manager = await personWithRoles(server, ['manager']);
    const [below, stranger] = [await personWithRoles(server, ['member']), await personWithRoles(server, ['member'])];
    await putUnder(server, manager, below);
    expect((await read(manager, below))['allowed_actions']).toEqual(['read', 'update', 'suspend']);
    expect((await read(manager, stranger))['allowed_actions']).toEqual(['read']);
    expect((await read(manager, manager))['allowed_actions']).toEqual(['read', 'update']);
    const admin = await personWithRoles(server, ['admin']);
    const all = ['read', 'update', 'delete', 'suspend', 'sign_out', 'assign'];
    expect((await read(admin, manager))['allowed_actions']).toEqual(all);
  });
});

describe('401, 403', () => {
  it('is for who is signed in, and activated', async () => {
    const person = await personWithRoles(server, ['member']);
    expect(refusalOf(await client(server).get(pathOf(person)))).toEqual([401, 'unauthenticated']);
    const { browser, email, password } = await registeredPerson(server);
    await browser.post('/api/login', { email, password });
    expect(refusalOf(await browser.get(pathOf(person)))).toEqual([403, 'not_activated']);
  });

  it('is for whom a rule keeps from reading anybody', async () => {
    const person = await personBoundBy({ effect: 'deny' });
    for (const path of [pathOf(person), `${pathOf(person)}/avatar`]) {
      expect(refusalOf(await person.browser.get(path)), path).toEqual([403, 'forbidden']);
    }
  });
});

describe('404', () => {
  // asvs:8.2.2
  it('is the same for somebody who is none of one’s business and for nobody, and the attempt is on the record', async () => {
    const [member, other] = [await personWithRoles(server, ['member']), await personWithRoles(server, ['member'])];
    const there = await member.browser.get(pathOf(other));
    const missing = await member.browser.get(pathOf({ id: randomUUID() }));
    expect(refusalOf(there)).toEqual([404, 'not_found']);
    const [{ request_id: _a, ...one }, { request_id: _b, ...another }] = [there.body, missing.body];
    expect(one).toEqual(another);
    const { rows } = await server.database.query(
      `SELECT subject_id, data FROM audit_events WHERE event = 'access.denied' AND actor_id = $1`,
      [member.id],
    );
    expect(rows).toEqual([{ subject_id: other.id, data: { operation: 'A person', refusal: 'not_found' } }]);
  });

  it('is whom a rule hides from those who may read people', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const reader = await personOfRank(server, { level: 40, permissions: ['users.read'] });
    const hidden = await personWithRoles(server, ['member']);
    const conditions = [
      asking('subject', 'roles', 'containing', reader.role),
      asking('resource', 'id', 'equal', hidden.id),
    ];
    await makePolicy(admin.browser, { effect: 'deny', action: 'read', conditions });
    expect(refusalOf(await reader.browser.get(pathOf(hidden)))).toEqual([404, 'not_found']);
    expect((await reader.browser.get(pathOf(admin))).status).toBe(200);
  });

  it.each(['robin', '0', '__proto__', "'%20OR%201=1", '00000000-0000-0000-0000-000000000000', '%00'])(
    'knows nobody of the id %s',
    async (id) => {
      const { browser } = await personWithRoles(server, ['admin']);
      expect(refusalOf(await browser.get(`/api/users/${id}`))).toEqual([404, 'not_found']);
    },
  );
});
