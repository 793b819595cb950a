import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson } from '../harness/add-person';
import { idsOf, list, rowsOf } from '../harness/listed-people';
import { asking, below, makePolicy } from '../harness/policies';
import type { PersonWithId } from '../harness/people';
import { makeRole, newName, personOfRank, personWithRoles } from '../harness/roles';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';

const server = useSharedServer(WIDE_THROTTLES);

let admin: PersonWithId;
beforeAll(async () => {
  admin = await personWithRoles(server, ['admin']);
});

describe('a search', () => {
  let id = '';
  beforeAll(async () => {
    id = await addPerson(server.database, { first: 'Zuzanna', last: 'Quill-Ødegård', email: 'xy.user_1@mail.example' });
    await addPerson(server.database, { first: 'Other', last: 'Person', email: 'xy.userx1@mail.example' });
  });

  it.each([
    ['part of the first name', 'uzann'],
    ['other letter cases', 'ZUZANNA'],
    ['part of the last name', 'ill-ø'],
    ['letters that are not ASCII, in capitals', 'ØDEGÅRD'],
    ['first and last name', 'zuzanna quill'],
    ['parts of both', 'nna qui'],
    ['more spaces than there are', '  zuzanna   quill '],
    ['a tab and a line break, as they come with what is pasted', '\tzuzanna\t\r\nquill\n'],
    ['letters of another width', 'Ｚｕｚａｎｎａ'],
    ['part of the address', '.user_1@mail'],
    ['two letters where the first name begins', 'zu'],
    ['two where the last name begins', 'Qu'],
    ['one where the address begins', 'x'],
  ])('finds by %s', async (_, search) => {
    expect(idsOf(await list(admin.browser, { search, page_size: '100' }))).toContain(id);
  });

  it.each([
    ['two letters from the middle of a name', 'uz'],
    ['two from the middle of the address', 'us'],
    ['a percent sign for any letters', 'zuz%na'],
    ['an underscore for any letter', 'zuz_nna'],
    ['a backslash', 'zuzanna\\'],
    ['the last name before the first', 'quill zuzanna'],
    ['names and address together', 'ødegård xy'],
    ['a quote', "zuzanna' OR 'a'='a"],
  ])('does not find by %s', async (_, search) => {
    const answer = await list(admin.browser, { search, page_size: '100' });
    expect(answer.status).toBe(200);
    expect(idsOf(answer)).not.toContain(id);
  });

  it.each([
    ['a last sigma, which would be another letter at the end of a word', 'ΟΔΥΣΣΕΥΣ', 'ΟΔΥΣΣΕΥΣ'],
    ['an I with a dot, which would become two characters', 'İnci', 'İNCİ'],
  ])('finds %s as the database writes it small', async (_, first, search) => {
    const named = await addPerson(server.database, { first });
    expect(idsOf(await list(admin.browser, { search, page_size: '100' }))).toContain(named);
  });

  it('takes an underscore for itself', async () => {
    expect(idsOf(await list(admin.browser, { search: 'xy.user_1' }))).toEqual([id]);
  });
});

// Typed and pasted into the address, where no field stops it.
it.each([
  ['101 characters', `search=${'x'.repeat(101)}`, 'Use at most 100 characters.'],
  ['a NUL byte', 'search=a%00b', 'Leave control characters out.'],
  ['a page that is no number', 'page=two', 'A page is a whole number from 1.'],
])('the pages with a list say what is wrong with a search of %s', async (_, query, words) => {
  const report = await addPerson(server.database);
  for (const path of ['/admin/users', `/admin/users/${report}/manager`]) {
    const page = await admin.browser.get(`${path}?${query}`);
    expect(page.status, path).toBe(200);
    expect(page.text, path).toContain(words);
    expect(page.text, path).toContain('Name or e-mail');
  }
});

describe('rules', () => {
  const hidden = (role: string, fields: string[] = []) =>
    makePolicy(admin.browser, {
      action: 'read',
      fields,
      conditions: [below(1), asking('resource', 'roles', 'containing', role)],
    });
  const newReader = () => personOfRank(server, { level: 8, permissions: ['users.read'] });

  // asvs:8.2.2 asvs:8.3.1
  it('who may not be seen is not in the list, not counted, and found by nothing', async () => {
    const role = await makeRole(admin.browser, { level: 9 });
    const last = newName('family');
    await addPerson(server.database, { last, role });
    const seen = await addPerson(server.database, { last });
    await hidden(role);
    const reader = await newReader();
    for (const query of [{ search: last }, { search: last, status: 'active' }]) {
      expect((await list(admin.browser, query)).body['count']).toBe(2);
      const answer = await list(reader.browser, query);
      expect(answer.body['count']).toBe(1);
      expect(idsOf(answer)).toEqual([seen]);
    }
  });

  // asvs:8.2.3
  it('what may not be read of somebody is absent, and does not find them either', async () => {
    const roles = { email: '', first_name: '', status: '' };
    const reader = await newReader();
    const last = newName('family');
    const ids: Record<string, string> = {};
    for (const field of ['email', 'first_name', 'status'] as const) {
      roles[field] = await makeRole(admin.browser, { level: 9 });
      await hidden(roles[field], [field]);
      ids[field] = await addPerson(server.database, {
        first: `${field}name`,
        last,
        email: `${field}-${last}@mail.example`,
        role: roles[field],
      });
    }
    const found = async (query: Record<string, string>) => idsOf(await list(reader.browser, query)).toSorted();
    const of = (...fields: string[]) => fields.map((field) => ids[field] ?? '').toSorted();
    const byName = await list(reader.browser, { search: last });
    for (const row of rowsOf(byName)) {
      const field = Object.keys(ids).find((name) => ids[name] === row.id) ?? '';
      expect(Object.keys(row)).not.toContain(field);
    }
    expect(await found({ search: `name ${last}` })).toEqual(of('email', 'status'));
    expect(await found({ search: `${last}@mail` })).toEqual(of('first_name', 'status'));
    expect(await found({ search: last, status: 'active' })).toEqual(of('email', 'first_name'));
    expect((await list(admin.browser, { search: `name ${last}`, status: 'active' })).body['count']).toBe(3);
  });

  it('whom a rule shows to everybody without the permission, they find by name, and see no more than that', async () => {
    const last = newName('family');
    const id = await addPerson(server.database, { first: 'Ada', last, email: `${last}x@mail.example` });
    const reader = await personOfRank(server, { level: 8 });
    const allowed = await makePolicy(admin.browser, {
      effect: 'allow',
      action: 'read',
      conditions: [asking('subject', 'roles', 'containing', reader.role)],
    });
    const answer = await list(reader.browser, { search: last });
    expect(answer.body['results']).toEqual([{ id, first_name: 'Ada', last_name: last, roles: ['member'] }]);
    expect((await list(reader.browser, { search: `${last}x` })).body['count']).toBe(0);
    expect((await list(reader.browser, { search: last, status: 'active' })).body['count']).toBe(0);
    await admin.browser.delete(`/api/policies/${allowed}`);
  });
});
