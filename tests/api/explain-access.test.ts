import { describe, expect, it } from 'vitest';
import { putUnder } from '../harness/chain';
import { client } from '../harness/client';
import { registeredPerson } from '../harness/people';
import { asking, makePolicy } from '../harness/policies';
import { makeRole, personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const PATH = '/api/authz/explain';

type Trace = { rule: string; decides: boolean; conditions: object[] }[];
const traceOf = (body: Record<string, unknown>) => body['trace'] as Trace;

describe('200', () => {
  it('says which rule decides, and what each found', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const [manager, person] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['member'])];
    const question = { subject_id: manager.id, action: 'suspend', resource: { type: 'user', id: person.id } };
    const before = await admin.browser.post(PATH, question);
    expect(before.status).toBe(200);
    const rule = 'Only administrators may suspend people who are not below them';
    expect(before.body).toMatchObject({ allowed: false, reason: rule });
    const asked = { on: 'resource', wanted: manager.id, wanted_of: 'id', holds: true };
    expect(traceOf(before.body).find(({ decides }) => decides)).toEqual({
      rule,
      effect: 'deny',
      applies: true,
      decides: true,
      conditions: [
        { on: 'subject', attribute: 'level', is: 'greater', wanted: 1, wanted_of: null, found: 2, holds: true },
        { ...asked, attribute: 'id', is: 'not_equal', found: person.id },
        { ...asked, attribute: 'managers', is: 'not_containing', found: [] },
      ],
    });
    await putUnder(server, manager, person);
    const after = await admin.browser.post(PATH, question);
    expect(after.body).toMatchObject({ allowed: true, reason: 'Permission users.suspend' });
    expect(traceOf(after.body).map(({ rule }) => rule)).toContain('Nobody suspends or restores themselves');
  });

  it('takes a person by their address, too, from who may read it', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const [manager, person] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['member'])];
    const ask = async (browser: typeof admin.browser, subject_id: string, id: string) => {
      const { status, body } = await browser.post(PATH, {
        subject_id,
        action: 'update',
        resource: { type: 'user', id },
      });
      return { status, allowed: body['allowed'], trace: body['trace'] };
    };
    const byAddress = await ask(admin.browser, manager.email.toUpperCase(), person.email);
    expect(byAddress).toEqual(await ask(admin.browser, manager.id, person.id));
    expect(byAddress.allowed).toBe(false);
    const blind = await personOfRank(server, { level: 3, permissions: ['policies.manage'] });
    expect((await ask(blind.browser, manager.id, person.id)).status).toBe(200);
    expect((await ask(blind.browser, manager.email, person.id)).status).toBe(404);
    expect((await ask(blind.browser, manager.id, person.email)).status).toBe(404);
  });

  // asvs:8.2.4 asvs:8.1.3
  it('supposes other circumstances', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const reader = await personOfRank(server, { level: 40, permissions: ['roles.read'] });
    const conditions = [
      asking('subject', 'roles', 'containing', reader.role),
      asking('environment', 'ip', 'not_within', ['192.0.2.0/24', '2001:db8::/32']),
      asking('environment', 'hour', 'at_least', 20),
      asking('environment', 'weekday', 'equal', 0),
      asking('environment', 'sign_in_age_seconds', 'greater', 600),
    ];
    await makePolicy(admin.browser, { effect: 'deny', action: 'read', resource: 'role', conditions });
    const ask = async (environment: object) => {
      const question = { subject_id: reader.id, action: 'read', resource: { type: 'role' }, environment };
      return (await admin.browser.post(PATH, question)).body['allowed'];
    };
    const late = { ip: '198.51.100.1', hour: 22, weekday: 0, sign_in_age_seconds: 601 };
    expect(await ask(late)).toBe(false);
    expect(await ask({ ...late, ip: '192.0.2.77' })).toBe(true);
    expect(await ask({ ...late, ip: '2001:db8::7' })).toBe(true);
    expect(await ask({ ...late, hour: 19 })).toBe(true);
    expect(await ask({ ...late, weekday: 6 })).toBe(true);
    expect(await ask({ ...late, sign_in_age_seconds: 600 })).toBe(true);
  });

  it('answers as the operations do, whoever asks about themselves', async () => {
    const people = [
      await personWithRoles(server, ['admin']),
      await personWithRoles(server, ['manager']),
      await personWithRoles(server, []),
      await personOfRank(server, { level: 5, permissions: ['roles.manage', 'roles.read', 'policies.manage'] }),
      await personOfRank(server, { level: 500, permissions: ['roles.manage', 'roles.read', 'users.delete'] }),
    ];
    const [admin] = people as [(typeof people)[number]];
    const role = await makeRole(admin.browser, { level: 600, permissions: ['users.delete'] });
    const mild = await makeRole(admin.browser, { level: 600 });
    const ask = async ({ browser }: (typeof people)[number], action: string, type: string, id?: string) => {
      const answer = await browser.post(PATH, { action, resource: { type, ...(id !== undefined && { id }) } });
      return answer.status === 200 && answer.body['allowed'] === true;
    };
    for (const person of people) {
      const does = async (sent: Promise<{ status: number }>) => (await sent).status < 300;
      const { browser } = person;
      expect(await ask(person, 'read', 'role')).toBe(await does(browser.get('/api/roles')));
      expect(await ask(person, 'manage', 'policy')).toBe(await does(browser.get('/api/policies')));
      for (const name of [role, mild, 'manager']) {
        const { rows } = await server.database.query<{ level: number }>('SELECT level FROM roles WHERE name = $1', [
          name,
        ]);
        const kept = browser.patch(`/api/roles/${name}`, { level: rows[0]?.level });
        expect(await ask(person, 'manage', 'role', name)).toBe(await does(kept));
      }
    }
  });

  it('is open about oneself to everybody, but shows nothing of the other rules', async () => {
    const { browser, id } = await personWithRoles(server, ['member']);
    const answer = await browser.post(PATH, { action: 'update', resource: { type: 'user', id } });
    expect([answer.status, answer.body['allowed'], answer.body['reason']]).toEqual([
      200,
      true,
      "Everyone edits one's own names and picture",
    ]);
    expect(traceOf(answer.body)).toHaveLength(1);
    const any = await browser.post(PATH, { subject_id: id, action: 'read', resource: { type: 'audit' } });
    expect(any.body).toEqual({ allowed: false, reason: 'No permission and no rule allows it.', trace: [] });
  });

  it('knows oneself by one’s id in capitals and by one’s address, too', async () => {
    const { browser, id, email } = await personWithRoles(server, ['member']);
    const ask = async (own: string) => {
      const { status, body } = await browser.post(PATH, {
        subject_id: own,
        action: 'update',
        resource: { type: 'user', id: own },
      });
      return { status, body };
    };
    const byId = await ask(id);
    expect(byId.status).toBe(200);
    const found = traceOf(byId.body).flatMap(({ conditions }) => conditions as { found: unknown }[]);
    expect(found.map((one) => one.found)).toContain(id);
    for (const own of [id.toUpperCase(), email, email.toUpperCase()]) expect(await ask(own)).toEqual(byId);
  });

  it('tells nobody without the rules what a rule found about somebody else', async () => {
    const [manager, person] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['member'])];
    const answer = await manager.browser.post(PATH, { action: 'update', resource: { type: 'user', id: person.id } });
    const found = traceOf(answer.body).flatMap(({ conditions }) => conditions as { on: string; found: unknown }[]);
    expect(found.filter(({ on }) => on === 'resource').map((one) => one.found)).toEqual([null, null]);
  });

  it('says no of an account that the door does not let in', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const manager = await personWithRoles(server, ['manager']);
    await server.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [manager.id]);
    const question = { subject_id: manager.id, action: 'read', resource: { type: 'user' } };
    const answer = await admin.browser.post(PATH, question);
    expect(answer.body).toEqual({ allowed: false, reason: 'The account is suspended.', trace: [] });
  });
});

describe('400', () => {
  it.each([
    ['action', { action: 'manage', resource: { type: 'user' } }],
    ['action', { action: 'fly', resource: { type: 'user' } }],
    ['resource', { action: 'read', resource: { type: 'moon' } }],
    ['resource', { action: 'read', resource: 'user' }],
    ['resource', { action: 'read', resource: { type: 'audit', id: 'x' } }],
    ['environment', { action: 'read', resource: { type: 'user' }, environment: { hour: 24 } }],
    ['environment', { action: 'read', resource: { type: 'user' }, environment: { ip: '10.0.0.0/8' } }],
  ])('says that the %s of %j is wrong', async (field, body) => {
    const { browser } = await personWithRoles(server, ['member']);
    const answer = await browser.post(PATH, body);
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body['fields'] as object)).toEqual([field]);
  });
});

describe('401 and 403', () => {
  it('is not for strangers, nor for accounts that are not activated', async () => {
    expect((await client(server).post(PATH, {})).status).toBe(401);
    const { browser, email, password } = await registeredPerson(server);
    await browser.post('/api/login', { email, password });
    expect((await browser.post(PATH, {})).body['code']).toBe('not_activated');
  });

  it('lets only those ask about others who may change rules', async () => {
    const [manager, person] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['member'])];
    const question = { subject_id: person.id, action: 'read', resource: { type: 'user' } };
    expect(refusalOf(await manager.browser.post(PATH, question))).toEqual([403, 'forbidden']);
    const unknown = { ...question, subject_id: '00000000-0000-7000-8000-000000000009' };
    expect(refusalOf(await manager.browser.post(PATH, unknown))).toEqual([403, 'forbidden']);
  });
});

describe('404', () => {
  const missing = '00000000-0000-7000-8000-000000000009';

  it('knows neither people, roles nor rules that there are not', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const ask = (question: object) => browser.post(PATH, { action: 'read', resource: { type: 'user' }, ...question });
    for (const id of [missing, 'nobody']) {
      expect((await ask({ subject_id: id })).status).toBe(404);
      expect((await ask({ resource: { type: 'user', id } })).status).toBe(404);
      expect((await ask({ resource: { type: 'role', id } })).status).toBe(404);
      expect((await ask({ action: 'manage', resource: { type: 'policy', id } })).status).toBe(404);
    }
  });

  // asvs:8.2.2
  it('is the same answer for what one may not see and for what there is not', async () => {
    const [asker, person] = [await personWithRoles(server, ['member']), await personWithRoles(server, ['member'])];
    const ask = async (type: string, id: string, action: string) => {
      const { status, body } = await asker.browser.post(PATH, { action, resource: { type, id } });
      return [status, body['code'], body['detail']];
    };
    expect(await ask('user', person.id, 'read')).toEqual(await ask('user', missing, 'read'));
    expect((await ask('user', person.id, 'delete'))[0]).toBe(404);
    expect(await ask('role', 'admin', 'manage')).toEqual(await ask('role', 'nobody', 'manage'));
    const shipped = '01000000-0000-7000-8000-000000000001';
    expect(await ask('policy', shipped, 'manage')).toEqual(await ask('policy', missing, 'manage'));
    expect((await ask('policy', shipped, 'manage'))[0]).toBe(404);
  });
});
