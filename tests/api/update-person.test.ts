import { describe, expect, it } from 'vitest';
import { gatedBrowser, leadWithTeam, NOBODYS_IDS, putUnder, recordOf, statusesOf } from '../harness/chain';
import { client } from '../harness/client';
import { asking, makePolicy } from '../harness/policies';
import { personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const pathOf = ({ id }: { id: string }) => `/api/users/${id}`;
const admin = () => personWithRoles(server, ['admin']);
const member = () => personWithRoles(server, ['member']);
const EDITOR = ['users.read', 'users.update'] as const;

describe('200', () => {
  it('changes names, seen by their next request, on the record', async () => {
    const { browser, id } = await admin();
    const person = await member();
    await person.browser.get('/api/me');
    const answer = await browser.patch(pathOf(person), { first_name: ' Noor ' });
    expect(answer.body).toMatchObject({ id: person.id, first_name: 'Noor', last_name: 'Marsh', status: 'active' });
    expect((await person.browser.get('/api/me')).body['first_name']).toBe('Noor');
    expect(await recordOf(server, person.id, 'person.updated')).toEqual([
      { actor_id: id, data: { changed: 'first_name' } },
    ]);
    expect((await browser.patch(pathOf(person), { first_name: 'Noor', manager_id: null })).status).toBe(200);
    expect(await recordOf(server, person.id, 'person.updated')).toHaveLength(1);
  });

  it('lets everybody change their own names here, too, and nothing else of themselves', async () => {
    const [{ browser, id }, boss] = [await member(), await admin()];
    expect((await browser.patch(pathOf({ id }), { last_name: 'Reed' })).body).toMatchObject({ last_name: 'Reed' });
    for (const person of [{ browser, id }, boss]) {
      const move = { last_name: 'Rain', manager_id: null };
      expect(refusalOf(await person.browser.patch(pathOf(person), move))).toEqual([403, 'forbidden']);
    }
    expect((await browser.get('/api/me')).body['last_name']).toBe('Reed');
  });

  // asvs:8.3.2
  it('moves somebody with all who are below them, and rules about their managers act on everybody’s next request', async () => {
    const boss = await admin();
    const [top, middle, low] = [await member(), await member(), await member()];
    await putUnder(server, middle, low);
    const conditions = [asking('subject', 'managers', 'containing', top.id)];
    await makePolicy(boss.browser, { effect: 'allow', action: 'read', resource: 'audit', conditions });
    const statuses = async () => [
      (await middle.browser.get('/api/audit')).status,
      (await low.browser.get('/api/audit')).status,
    ];
    expect(await statuses()).toEqual([403, 403]);
    expect((await boss.browser.patch(pathOf(middle), { manager_id: top.id })).body['manager_id']).toBe(top.id);
    expect(await statuses()).toEqual([200, 200]);
    await boss.browser.patch(pathOf(middle), { manager_id: null });
    expect(await statuses()).toEqual([403, 403]);
    expect((await recordOf(server, middle.id, 'person.updated')).map(({ data }) => data)).toEqual([
      { changed: 'manager_id', manager_before: '', manager: top.id },
      { changed: 'manager_id', manager_before: top.id, manager: '' },
    ]);
  });

  it('a manager whose id is written in capitals is the same one', async () => {
    const { browser } = await admin();
    const [manager, person] = [await member(), await member()];
    await putUnder(server, manager, person);
    const answer = await browser.patch(pathOf({ id: person.id.toUpperCase() }), {
      manager_id: manager.id.toUpperCase(),
    });
    expect([answer.status, answer.body['manager_id']]).toEqual([200, manager.id]);
    expect(await recordOf(server, person.id, 'person.updated')).toEqual([]);
  });

  it('below level 1, moves people within one’s own part of the chain', async () => {
    const { lead, below } = await leadWithTeam(server, EDITOR);
    const other = await member();
    await putUnder(server, lead, other);
    expect((await lead.browser.patch(pathOf(below), { manager_id: other.id })).body['manager_id']).toBe(other.id);
    expect((await lead.browser.patch(pathOf(below), { manager_id: lead.id })).body['manager_id']).toBe(lead.id);
  });

  // asvs:15.3.3
  it('obeys nothing else that is sent along', async () => {
    const { lead, below } = await leadWithTeam(server, EDITOR);
    const { body } = await lead.browser.patch(pathOf(below), {
      ...{ first_name: 'Eve', roles: ['admin'], status: 'suspended', level: 1, is_activated: false },
      ...{ manager_path: [], password: 'a wholly new sentence', email: 'eve@example.com', id: lead.id },
    });
    expect(body).toMatchObject({
      ...{ id: below.id, first_name: 'Eve', roles: ['member'], status: 'active' },
      ...{ email: below.email, manager_id: lead.id },
    });
    const entered = await client(server).post('/api/login', { email: below.email, password: below.password });
    expect(entered.status).toBe(200);
  });
});

describe('400', () => {
  it.each([
    ['_', {}],
    ['_', { roles: ['admin'] }],
    ['first_name', { first_name: '' }],
    ['last_name', { last_name: 'a\u0000b' }],
    ['manager_id', { manager_id: 'nobody' }],
    ['manager_id', { manager_id: NOBODYS_IDS.at(-1) }],
    ['manager_id', { manager_id: [] }],
  ])('says what is wrong with %s in %j', async (field, body) => {
    const { browser } = await admin();
    const answer = await browser.patch(pathOf(await member()), body);
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body['fields'] as object)).toEqual([field]);
  });

  it('a manager whom the actor may not see is as if there were none', async () => {
    const boss = await admin();
    const { lead, below, stranger } = await leadWithTeam(server, ['users.update']);
    const conditions = [asking('resource', 'managers', 'containing', lead.id)];
    await makePolicy(boss.browser, { effect: 'allow', action: 'read', resource: 'user', conditions });
    const answer = await lead.browser.patch(pathOf(below), { manager_id: stranger.id });
    expect([...refusalOf(answer), answer.body['fields']]).toEqual([
      400,
      'invalid_input',
      { manager_id: ['There is no such person.'] },
    ]);
  });
});

describe('401 and 403', () => {
  // asvs:8.2.2 asvs:8.2.1
  it('below level 1, people of one’s own rank, above, beside or in no chain with one are out of reach', async () => {
    const { lead, equal, above, beside, stranger } = await leadWithTeam(server, EDITOR);
    expect((await client(server).patch(pathOf(above), { first_name: 'Eve' })).status).toBe(401);
    const pending = await gatedBrowser(server);
    expect(refusalOf(await pending.patch(pathOf(above), { first_name: 'E' }))).toEqual([403, 'not_activated']);
    for (const person of [equal, above, beside, stranger, await admin()]) {
      expect(refusalOf(await lead.browser.patch(pathOf(person), { first_name: 'Eve' }))).toEqual([403, 'forbidden']);
    }
  });

  // asvs:8.2.2
  it('below level 1, nobody is moved out of the chain, or under whom the actor may not edit', async () => {
    const { lead, below, equal, above, beside, stranger } = await leadWithTeam(server, EDITOR);
    for (const manager_id of [null, equal.id, above.id, beside.id, stranger.id]) {
      expect(refusalOf(await lead.browser.patch(pathOf(below), { manager_id }))).toEqual([403, 'forbidden']);
    }
    expect((await lead.browser.get(pathOf(below))).body['manager_id']).toBe(lead.id);
  });

  // asvs:8.2.3
  it('where a rule is about some fields, those alone may be changed, and nothing of what is sent with another', async () => {
    const boss = await admin();
    const { lead, below } = await leadWithTeam(server, EDITOR);
    const conditions = [asking('subject', 'id', 'equal', lead.id)];
    const fields = ['last_name', 'manager_id'];
    await makePolicy(boss.browser, { effect: 'deny', action: 'update', resource: 'user', fields, conditions });
    for (const refused of [{ last_name: 'Reed' }, { manager_id: lead.id }, { first_name: 'Noor', last_name: 'Reed' }]) {
      expect(refusalOf(await lead.browser.patch(pathOf(below), refused))).toEqual([403, 'forbidden']);
    }
    const { body } = await lead.browser.patch(pathOf(below), { first_name: 'Noor' });
    expect(body).toMatchObject({ first_name: 'Noor', last_name: 'Marsh' });
  });

  it('gives nobody by a move what the actor may not do', async () => {
    const boss = await admin();
    const { lead, below } = await leadWithTeam(server, EDITOR);
    const other = await member();
    await putUnder(server, lead, other);
    const conditions = [asking('subject', 'managers', 'containing', other.id)];
    await makePolicy(boss.browser, { effect: 'allow', action: 'read', resource: 'audit', conditions });
    expect(refusalOf(await lead.browser.patch(pathOf(below), { manager_id: other.id }))).toEqual([403, 'forbidden']);
    expect((await boss.browser.patch(pathOf(below), { manager_id: other.id })).status).toBe(200);
  });
});

describe('404', () => {
  it('knows nobody of an id that nobody has, nor whom the actor may not see', async () => {
    const { browser } = await admin();
    for (const id of NOBODYS_IDS) {
      expect(refusalOf(await browser.patch(pathOf({ id }), { first_name: 'Eve' })), id).toEqual([404, 'not_found']);
    }
    const { lead, below } = await leadWithTeam(server, ['users.update']);
    expect(refusalOf(await lead.browser.patch(pathOf(below), { first_name: 'Eve' }))).toEqual([404, 'not_found']);
    expect(refusalOf(await below.browser.patch(pathOf(lead), { first_name: 'Eve' }))).toEqual([404, 'not_found']);
  });
});

describe('409', () => {
  it('nobody is above themselves, however far up', async () => {
    const { browser } = await admin();
    const [top, middle, low] = [await member(), await member(), await member()];
    await putUnder(server, top, middle);
    await putUnder(server, middle, low);
    for (const manager of [top, middle, low]) {
      expect(refusalOf(await browser.patch(pathOf(top), { manager_id: manager.id }))).toEqual([409, 'conflict']);
    }
  });

  // asvs:2.3.4 asvs:15.4.2
  it('of two moves at the same moment that would close a circle together, one is made', async () => {
    const { browser } = await admin();
    const [one, other] = [await member(), await member()];
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all([
        browser.patch(pathOf(one), { manager_id: other.id }),
        browser.patch(pathOf(other), { manager_id: one.id }),
      ]);
      expect(statusesOf(answers)).toEqual([200, 409]);
      await putUnder(server, null, one);
      await putUnder(server, null, other);
    }
  });
});
