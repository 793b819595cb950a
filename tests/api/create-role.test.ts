import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { newName, personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('201', () => {
  it('makes a role under its normalised name, on the record', async () => {
    const { browser, id } = await personWithRoles(server, ['admin']);
    const name = newName('clerk');
    const answer = await browser.post('/api/roles', {
      name: `  ${name.toUpperCase()} `,
      level: 40,
      permissions: ['users.read', 'audit.read', 'users.read'],
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ name, level: 40, permissions: ['audit.read', 'users.read'], people: 0 });
    const { rows } = await server.database.query(
      "SELECT actor_id, outcome, data FROM audit_events WHERE event = 'role.created' AND data->>'role' = $1",
      [name],
    );
    expect(rows).toEqual([
      {
        actor_id: id,
        outcome: 'success',
        data: { role: name, level: 40, permissions: 'audit.read users.read' },
      },
    ]);
  });

  it('is open below level 1 for lower roles with permissions of one’s own', async () => {
    const { browser } = await personOfRank(server, { level: 5, permissions: ['roles.manage', 'users.read'] });
    const answer = await browser.post('/api/roles', { name: newName('lower'), level: 6, permissions: ['users.read'] });
    expect(answer.status).toBe(201);
  });
});

describe('400', () => {
  it.each([
    ['name', { name: 'has space' }],
    ['name', { name: '' }],
    ['name', { name: '../admin' }],
    ['name', { name: 'x'.repeat(41) }],
    ['name', { name: 7 }],
    ['level', { level: 0 }],
    ['level', { level: 1.5 }],
    ['level', { level: '2' }],
    ['level', { level: 10_000 }],
    ['level', { level: undefined }],
    ['permissions', { permissions: ['users.read', 'users.everything'] }],
    ['permissions', { permissions: ['constructor'] }],
    ['permissions', { permissions: 'users.read' }],
  ])('says that the %s of %j is wrong', async (field, wrong) => {
    const { browser } = await personWithRoles(server, ['admin']);
    const answer = await browser.post('/api/roles', { name: newName('wrong'), level: 9, ...wrong });
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body['fields'] as object)).toEqual([field]);
  });
});

describe('401 and 403', () => {
  it('is for those alone who may change roles', async () => {
    expect((await client(server).post('/api/roles', {})).status).toBe(401);
    const { browser } = await personOfRank(server, { level: 5, permissions: ['roles.read', 'roles.assign'] });
    expect(refusalOf(await browser.post('/api/roles', {}))).toEqual([403, 'forbidden']);
  });

  // asvs:8.2.1 asvs:8.2.2
  it.each([
    ['of one’s own rank', { level: 5 }],
    ['of a higher rank', { level: 4 }],
    ['of level 1', { level: 1 }],
    ['with a permission that one does not hold', { level: 6, permissions: ['users.read', 'users.delete'] }],
  ])('refuses a role %s below level 1', async (_, role) => {
    const { browser } = await personOfRank(server, { level: 5, permissions: ['roles.manage', 'users.read'] });
    expect(refusalOf(await browser.post('/api/roles', { name: newName('up'), ...role }))).toEqual([403, 'forbidden']);
  });

  it('refuses a role to which a rule gives what its maker may not do', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const name = newName('cleaner');
    const rule = { name, effect: 'allow', action: 'delete', resource: 'user' };
    const asked = { on: 'subject', attribute: 'roles', is: 'containing', value: name };
    expect((await admin.browser.post('/api/policies', { ...rule, conditions: [asked] })).status).toBe(201);
    const { browser } = await personOfRank(server, { level: 5, permissions: ['roles.manage'] });
    expect(refusalOf(await browser.post('/api/roles', { name, level: 9 }))).toEqual([403, 'forbidden']);
    expect((await admin.browser.post('/api/roles', { name, level: 9 })).status).toBe(201);
  });
});

describe('409', () => {
  it('makes one role of a name, also of two at the same moment', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const role = { name: newName('twin'), level: 9 };
    const answers = await Promise.all([browser.post('/api/roles', role), browser.copy().post('/api/roles', role)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const again = await browser.post('/api/roles', { ...role, name: 'Admin' });
    expect(refusalOf(again)).toEqual([409, 'conflict']);
  });
});
