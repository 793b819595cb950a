import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { makeRole, personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  it('deletes a role that nobody holds, on the record', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const role = await makeRole(browser, { level: 30, permissions: ['audit.read'] });
    const answer = await browser.delete(`/api/roles/${role}`);
    expect([answer.status, answer.body]).toEqual([200, { message: `The role ${role} is deleted.` }]);
    expect((await browser.get('/api/roles')).text).not.toContain(role);
    const { rows } = await server.database.query(
      "SELECT data FROM audit_events WHERE event = 'role.deleted' AND data->>'role' = $1",
      [role],
    );
    expect(rows).toEqual([{ data: { role, level_before: 30, permissions_before: 'audit.read' } }]);
  });
});

describe('401 and 403', () => {
  it('is for those alone who may change roles', async () => {
    expect((await client(server).delete('/api/roles/manager')).status).toBe(401);
    const { browser } = await personWithRoles(server, ['member']);
    expect(refusalOf(await browser.delete('/api/roles/manager'))).toEqual([403, 'forbidden']);
  });

  // asvs:8.2.2
  it('is not for roles of one’s own rank or above, nor for those that can do more', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const { browser } = await personOfRank(server, { level: 5, permissions: ['roles.manage'] });
    const strong = await makeRole(admin.browser, { level: 9, permissions: ['audit.read'] });
    const equal = await makeRole(admin.browser, { level: 5 });
    for (const role of ['admin', 'manager', equal, strong]) {
      expect(refusalOf(await browser.delete(`/api/roles/${role}`))).toEqual([403, 'forbidden']);
    }
  });
});

describe('404', () => {
  it('knows no role that there is not', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    expect(refusalOf(await browser.delete('/api/roles/nobody'))).toEqual([404, 'not_found']);
  });
});

describe('409', () => {
  it('keeps a role as long as people hold it', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const holder = await personOfRank(server, { level: 30, permissions: ['roles.read'] });
    const answer = await admin.browser.delete(`/api/roles/${holder.role}`);
    expect(refusalOf(answer)).toEqual([409, 'conflict']);
    expect(answer.body['detail']).toContain('give them another one');
    expect((await holder.browser.get('/api/roles')).status).toBe(200);
  });

  it('keeps the role of every new person, and that of the administrators', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    for (const role of ['member', 'admin']) {
      expect(refusalOf(await browser.delete(`/api/roles/${role}`))).toEqual([409, 'conflict']);
    }
  });
});
