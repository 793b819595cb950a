import { describe, expect, it, onTestFinished } from 'vitest';
import { PERMISSION_NAMES } from '../../lib/shared/authorization';
import { onlyAdmin } from '../harness/chain';
import { client } from '../harness/client';
import { makeRole, personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  // asvs:8.3.2
  it('acts on the next request of everybody who holds it, and what is left out stays', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const holder = await personOfRank(server, { level: 30 });
    expect((await holder.browser.get('/api/me')).body['permissions']).toEqual([]);
    expect((await holder.browser.get('/api/roles')).status).toBe(403);
    const path = `/api/roles/${holder.role}`;
    const answer = await admin.browser.patch(path, { permissions: ['roles.read'] });
    expect([answer.status, answer.body]).toEqual([
      200,
      { name: holder.role, level: 30, permissions: ['roles.read'], people: 1 },
    ]);
    expect((await holder.browser.get('/api/me')).body['permissions']).toEqual(['roles.read']);
    expect((await holder.browser.get('/api/roles')).status).toBe(200);
    expect((await admin.browser.patch(path, { level: 31 })).body).toMatchObject({ permissions: ['roles.read'] });
    await admin.browser.patch(path, { permissions: [] });
    expect((await holder.browser.get('/api/roles')).status).toBe(403);
  });

  it('is on the record, with what was before', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const role = await makeRole(browser, { level: 30, permissions: ['audit.read'] });
    await browser.patch(`/api/roles/${role}`, { level: 29, permissions: ['users.read'] });
    const { rows } = await server.database.query(
      "SELECT data FROM audit_events WHERE event = 'role.updated' AND data->>'role' = $1",
      [role],
    );
    expect(rows).toEqual([
      {
        data: { role, level_before: 30, permissions_before: 'audit.read', level: 29, permissions: 'users.read' },
      },
    ]);
  });

  it('leaves no record where nothing changes', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const role = await makeRole(browser, { level: 30, permissions: ['users.read', 'audit.read'] });
    const same = { level: 30, permissions: ['users.read', 'audit.read', 'users.read'] };
    const answer = await browser.patch(`/api/roles/${role}`, same);
    const permissions = ['audit.read', 'users.read'];
    expect([answer.status, answer.body]).toEqual([200, { name: role, level: 30, permissions, people: 0 }]);
    const { rows } = await server.database.query(
      "SELECT 1 FROM audit_events WHERE event = 'role.updated' AND data->>'role' = $1",
      [role],
    );
    expect(rows).toEqual([]);
  });
});

describe('400', () => {
  it.each([{}, { level: 0 }, { permissions: ['nothing'] }, { name: 'boss' }])('does not take %j', async (body) => {
    const { browser } = await personWithRoles(server, ['admin']);
    expect(refusalOf(await browser.patch('/api/roles/manager', body))).toEqual([400, 'invalid_input']);
  });
});

describe('403', () => {
  const own = { level: 5, permissions: ['roles.manage', 'users.read'] } as const;

  it('is for those alone who may change roles, whether or not there is such a role', async () => {
    expect((await client(server).patch('/api/roles/member', { level: 3 })).status).toBe(401);
    const { browser } = await personWithRoles(server, ['manager']);
    for (const role of ['member', 'nobody']) {
      expect(refusalOf(await browser.patch(`/api/roles/${role}`, { level: 3 }))).toEqual([403, 'forbidden']);
    }
  });

  // asvs:8.2.2 asvs:8.2.1
  it.each([
    ['a role of a higher rank', 'manager', { permissions: [] }],
    ['the highest role', 'admin', { level: 9 }],
    ['a lower one up to one’s own rank', 'member', { level: 5 }],
    ['a lower one above one’s own rank', 'member', { level: 1 }],
    ['a permission that one does not hold into a lower one', 'member', { permissions: ['users.delete'] }],
  ])('does not let people below level 1 bring %s', async (_, role, body) => {
    const { browser } = await personOfRank(server, own);
    expect(refusalOf(await browser.patch(`/api/roles/${role}`, body))).toEqual([403, 'forbidden']);
  });

  it('does not let people below level 1 change a role that they hold, nor one that can do more than they', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const person = await personOfRank(server, own);
    const lower = await makeRole(admin.browser, { level: 9 });
    const strong = await makeRole(admin.browser, { level: 9, permissions: ['audit.read'] });
    const held = await makeRole(admin.browser, { level: 9 });
    const another = await personWithRoles(server, [person.role, held]);
    const change = { permissions: ['users.read'] };
    expect((await another.browser.patch(`/api/roles/${held}`, change)).status).toBe(403);
    expect((await person.browser.patch(`/api/roles/${person.role}`, change)).status).toBe(403);
    expect((await person.browser.patch(`/api/roles/${strong}`, change)).status).toBe(403);
    expect((await person.browser.patch(`/api/roles/${lower}`, change)).status).toBe(200);
  });

  it('does not let people below level 1 change a role that somebody of their rank or above holds, too', async () => {
    const chief = await personOfRank(server, { level: 5, permissions: ['roles.manage'] });
    const admin = await personWithRoles(server, ['admin']);
    const shared = await makeRole(admin.browser, { level: 50 });
    expect((await chief.browser.patch(`/api/roles/${shared}`, { level: 51 })).status).toBe(200);
    await personWithRoles(server, [shared, chief.role, 'member']);
    expect(refusalOf(await chief.browser.patch(`/api/roles/${shared}`, { level: 52 }))).toEqual([403, 'forbidden']);
    expect(refusalOf(await chief.browser.patch('/api/roles/member', { level: 6 }))).toEqual([403, 'forbidden']);
    expect((await admin.browser.patch(`/api/roles/${shared}`, { level: 53 })).status).toBe(200);
  });
});

describe('404', () => {
  it.each(['nobody', 'constructor', 'ADMIN', '%2e%2e', 'a%20b'])('knows no role %s', async (role) => {
    const { browser } = await personWithRoles(server, ['admin']);
    expect(refusalOf(await browser.patch(`/api/roles/${role}`, { level: 3 }))).toEqual([404, 'not_found']);
  });
});

describe('409', () => {
  it.each([
    ['its level', { level: 2 }],
    ['all of its permissions', { permissions: [] }],
    ['one of its permissions', { permissions: PERMISSION_NAMES.filter((name) => name !== 'audit.read') }],
  ])('does not take %s from the last administrator', async (_, body) => {
    const { browser } = await onlyAdmin(server);
    const answer = await browser.patch('/api/roles/admin', body);
    expect(refusalOf(answer)).toEqual([409, 'conflict']);
    expect(answer.body['detail']).toContain('The last administrator stays');
    expect((await browser.get('/api/roles')).text).toContain('{"name":"admin","level":1');
    expect((await browser.get('/api/me')).body['permissions']).toEqual(PERMISSION_NAMES.toSorted());
  });

  it('leaves one of two roles of administrators that are taken down at the same moment', async () => {
    const first = await onlyAdmin(server);
    const role = await makeRole(first.browser, { level: 1, permissions: PERMISSION_NAMES });
    const second = await personWithRoles(server, [role]);
    // Whoever is left puts the shipped role back.
    onTestFinished(async () => {
      for (const { browser } of [first, second]) await browser.patch('/api/roles/admin', { level: 1 });
    });
    await second.browser.get('/api/me');
    const answers = await Promise.all([
      first.browser.patch('/api/roles/admin', { level: 2 }),
      second.browser.patch(`/api/roles/${role}`, { level: 2 }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const { rows } = await server.database.query('SELECT name FROM roles WHERE level = 1 AND name = ANY ($1)', [
      ['admin', role],
    ]);
    expect(rows).toHaveLength(1);
  });
});
