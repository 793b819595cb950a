import { describe, expect, it } from 'vitest';
import { PERMISSION_NAMES } from '../../lib/shared/authorization';
import { client } from '../harness/client';
import { makeRole, newName, personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  it('lists the shipped roles, the highest first, with what they may do and how many people hold them', async () => {
    const { browser } = await personWithRoles(server, ['admin', 'member']);
    const { rows } = await server.database.query<{ role_name: string; people: number }>(
      'SELECT role_name, count(*)::int AS people FROM user_roles GROUP BY role_name',
    );
    const holding = new Map(rows.map(({ role_name, people }) => [role_name, people]));
    const answer = await browser.get('/api/roles');
    expect(answer.status).toBe(200);
    expect(answer.body['results']).toEqual([
      { name: 'admin', level: 1, permissions: PERMISSION_NAMES.toSorted(), people: holding.get('admin') },
      {
        name: 'manager',
        level: 2,
        permissions: ['users.read', 'users.suspend', 'users.update'],
        people: holding.get('manager') ?? 0,
      },
      { name: 'member', level: 999, permissions: [], people: holding.get('member') },
    ]);
  });

  it('leaves out those that a rule keeps from the reader', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const secret = await makeRole(admin.browser, { level: 7 });
    const reader = await personOfRank(server, { level: 8, permissions: ['roles.read'] });
    await admin.browser.post('/api/policies', {
      name: newName('secret'),
      effect: 'deny',
      action: 'read',
      resource: 'role',
      conditions: [
        { on: 'subject', attribute: 'level', is: 'greater', value: 1 },
        { on: 'resource', attribute: 'name', is: 'equal', value: secret },
      ],
    });
    expect((await admin.browser.get('/api/roles')).text).toContain(secret);
    const seen = await reader.browser.get('/api/roles');
    expect(seen.text).toContain(reader.role);
    expect(seen.text).not.toContain(secret);
  });
});

describe('401 and 403', () => {
  // asvs:8.2.1 asvs:8.3.1
  it('is for those alone who may see roles', async () => {
    expect(refusalOf(await client(server).get('/api/roles'))).toEqual([401, 'unauthenticated']);
    for (const role of ['member', 'manager']) {
      const { browser } = await personWithRoles(server, [role]);
      expect(refusalOf(await browser.get('/api/roles'))).toEqual([403, 'forbidden']);
    }
  });
});
