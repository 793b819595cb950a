import { describe, expect, it } from 'vitest';
import { gatedBrowser, leadWithTeam, NOBODYS_IDS, onlyAdmin, putUnder, recordOf, statusesOf } from '../harness/chain';
import { client } from '../harness/client';
import { makeRole, personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const pathOf = ({ id }: { id: string }) => `/api/users/${id}/roles`;
const admin = () => personWithRoles(server, ['admin']);

describe('200', () => {
  // asvs:8.3.2
  it('acts on their next request, on the record with what was before', async () => {
    const { browser, id } = await admin();
    const person = await personWithRoles(server, ['member']);
    expect((await person.browser.get('/api/users')).status).toBe(403);
    const answer = await browser.put(pathOf(person), { roles: ['manager', 'member', 'manager'] });
    expect([answer.status, answer.body['roles']]).toEqual([200, ['manager', 'member']]);
    expect((await person.browser.get('/api/users')).status).toBe(200);
    await browser.put(pathOf(person), { roles: [] });
    expect((await person.browser.get('/api/users')).status).toBe(403);
    expect((await person.browser.get('/api/me')).body['roles']).toEqual([]);
    expect(await recordOf(server, person.id, 'person.roles_changed')).toEqual([
      { actor_id: id, data: { roles_before: 'member', roles: 'manager member' } },
      { actor_id: id, data: { roles_before: 'manager member', roles: '' } },
    ]);
  });

  it('leaves no record where nothing changes', async () => {
    const { browser } = await admin();
    const person = await personWithRoles(server, ['member']);
    expect((await browser.put(pathOf(person), { roles: ['member'] })).status).toBe(200);
    expect(await recordOf(server, person.id, 'person.roles_changed')).toEqual([]);
  });

  // asvs:15.3.3
  it('changes nothing but roles, whatever else is sent', async () => {
    const { browser } = await admin();
    const person = await personWithRoles(server, ['member']);
    const sneaked = { id: NOBODYS_IDS.at(-1), first_name: 'Eve', status: 'suspended', level: 1, manager_id: person.id };
    const { body } = await browser.put(pathOf(person), { roles: ['manager'], ...sneaked });
    expect(body).toMatchObject({ id: person.id, first_name: 'Robin', status: 'active', manager_id: null });
  });

  it('lets people below level 1 give and take roles of a lower rank with permissions of their own', async () => {
    const boss = await admin();
    const lead = await personOfRank(server, { level: 5, permissions: ['roles.assign', 'users.read'] });
    const low = await makeRole(boss.browser, { level: 9, permissions: ['users.read'] });
    const person = await personWithRoles(server, ['member']);
    expect((await lead.browser.put(pathOf(person), { roles: [low] })).body['roles']).toEqual([low]);
    expect((await lead.browser.put(pathOf(person), { roles: ['member'] })).body['roles']).toEqual(['member']);
  });
});

describe('400', () => {
  it.each([
    {},
    { roles: null },
    { roles: 'admin' },
    { roles: [5] },
    { roles: ['no-such-role'] },
    { roles: ['a\u0000b'] },
  ])('does not take %j', async (body) => {
    const { browser } = await admin();
    const answer = await browser.put(pathOf(await personWithRoles(server, ['member'])), body);
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body['fields'] as object)).toEqual(['roles']);
  });
});

describe('401 and 403', () => {
  // asvs:8.2.1 asvs:8.3.1
  it('is for those alone who may give roles', async () => {
    const person = await personWithRoles(server, ['member']);
    expect((await client(server).put(pathOf(person), { roles: [] })).status).toBe(401);
    const pending = await gatedBrowser(server);
    expect(refusalOf(await pending.put(pathOf(person), { roles: [] }))).toEqual([403, 'not_activated']);
    const { browser } = await personWithRoles(server, ['manager']);
    for (const id of [person.id, ...NOBODYS_IDS]) {
      expect(refusalOf(await browser.put(pathOf({ id }), { roles: [] }))).toEqual([403, 'forbidden']);
    }
  });

  // asvs:8.2.2
  it('nobody gives or takes roles of their own, at whatever level', async () => {
    const boss = await admin();
    const { lead } = await leadWithTeam(server, ['roles.assign', 'users.read']);
    for (const { browser, id } of [boss, lead]) {
      for (const roles of [['member'], ['admin', 'member'], []]) {
        expect(refusalOf(await browser.put(pathOf({ id }), { roles }))).toEqual([403, 'forbidden']);
      }
    }
  });

  // asvs:8.2.2
  it('below level 1, people of one’s own rank or above are out of reach', async () => {
    const { lead, equal, below } = await leadWithTeam(server, ['roles.assign', 'users.read']);
    const boss = await admin();
    for (const person of [equal, boss]) {
      expect(refusalOf(await lead.browser.put(pathOf(person), { roles: ['member'] }))).toEqual([403, 'forbidden']);
    }
    expect((await lead.browser.put(pathOf(below), { roles: [] })).status).toBe(200);
  });

  // asvs:8.2.2
  it('below level 1, neither giving nor taking: a role of one’s own rank or above, or that can do more', async () => {
    const { lead, below, role } = await leadWithTeam(server, ['roles.assign', 'users.read']);
    const boss = await admin();
    const strong = await makeRole(boss.browser, { level: 9, permissions: ['audit.read'] });
    for (const wanted of ['admin', 'manager', role, strong]) {
      expect(refusalOf(await lead.browser.put(pathOf(below), { roles: ['member', wanted] }))).toEqual([
        403,
        'forbidden',
      ]);
    }
    const held = await personWithRoles(server, [strong]);
    await putUnder(server, lead, held);
    expect(refusalOf(await lead.browser.put(pathOf(held), { roles: [] }))).toEqual([403, 'forbidden']);
    expect((await lead.browser.put(pathOf(held), { roles: ['member', strong] })).status).toBe(200);
  });
});

describe('404', () => {
  it('knows nobody of an id that nobody has, nor whom the actor may not see', async () => {
    const { browser } = await admin();
    for (const id of NOBODYS_IDS) {
      expect(refusalOf(await browser.put(pathOf({ id }), { roles: [] })), id).toEqual([404, 'not_found']);
    }
    const { lead, below } = await leadWithTeam(server, ['roles.assign']);
    expect(refusalOf(await lead.browser.put(pathOf(below), { roles: [] }))).toEqual([404, 'not_found']);
  });
});

describe('409', () => {
  it('the last administrator stays one', async () => {
    const last = await onlyAdmin(server);
    const lesser = await makeRole(last.browser, { level: 1, permissions: ['users.read', 'roles.assign'] });
    const { browser } = await personWithRoles(server, [lesser]);
    const answer = await browser.put(pathOf(last), { roles: ['member'] });
    expect(refusalOf(answer)).toEqual([409, 'conflict']);
    expect(answer.body['detail']).toContain('The last administrator stays');
    expect((await last.browser.get('/api/me')).body['roles']).toEqual(['admin']);
  });

  // asvs:2.3.4 asvs:15.4.2
  it('of two administrators who demote each other at the same moment one stays', async () => {
    const first = await onlyAdmin(server);
    const second = await personWithRoles(server, ['admin']);
    await second.browser.get('/api/me');
    const answers = await Promise.all([
      first.browser.put(pathOf(second), { roles: ['member'] }),
      second.browser.put(pathOf(first), { roles: ['member'] }),
    ]);
    expect(statusesOf(answers)).toEqual([200, 409]);
  });
});
