import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { client, type Answer, type Client } from '../harness/client';
import { asking, below, makePolicy } from '../harness/policies';
import { makeRole, personOfRank, type PersonWithRoles, personWithRoles, refusalOf } from '../harness/roles';
import { useServer } from '../harness/use-server';

const server = useServer({ env: { THROTTLE_AUTHENTICATED: '100000' } });

let admin: PersonWithRoles;
beforeAll(async () => {
  admin = await personWithRoles(server, ['admin']);
});

type Facts = {
  first: string;
  last: string;
  email: string;
  role: string;
  activated: string;
  suspended: string;
  until: string;
};

/** Puts somebody into the database, activated unless told, and answers their id. Times as SQL has them. */
async function addPerson(own: Partial<Facts> = {}): Promise<string> {
  const id = randomUUID();
  const { first = 'Robin', last = 'Marsh', email = `${id}@example.com`, role = 'member', activated = 'now' } = own;
  await server.database.query(
    `INSERT INTO users (id, email, first_name, last_name, activated_at, suspended_at, suspended_until, updated_at)
     VALUES ($1, $2, $3, $4, nullif($5, '')::timestamptz, $6::timestamptz, $7::timestamptz, now())`,
    [id, email, first, last, activated, own.suspended, own.until],
  );
  await server.database.query('INSERT INTO user_roles VALUES ($1, $2)', [id, role]);
  return id;
}

type Row = Record<string, unknown> & { id: string };
const rowsOf = ({ body }: Answer) => body['results'] as Row[];
const idsOf = (answer: Answer) => rowsOf(answer).map(({ id }) => id);

function list(browser: Client, query: Record<string, string> = {}): Promise<Answer> {
  return browser.get(`/api/users?${new URLSearchParams(query)}`);
}

/** A word that no name or address of anybody else has. */
const newWord = () => `q${randomUUID().replaceAll(/[^a-f]/g, '')}${Date.now().toString(36)}`;

describe('200', () => {
  it('shows each person as they are shown alone, the newest first', async () => {
    const ids = [await addPerson(), await addPerson({ activated: '', role: 'manager' }), await addPerson()];
    const answer = await list(admin.browser);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const [newest, ...others] = rowsOf(answer);
    expect([newest, ...others].slice(0, 3).map((row) => row?.id)).toEqual(ids.toReversed());
    for (const row of [newest, ...others]) {
      const { allowed_actions: _, ...alone } = (await admin.browser.get(`/api/users/${row?.id}`)).body;
      expect(row).toEqual(alone);
    }
    expect(newest).toMatchObject({ first_name: 'Robin', status: 'active', roles: ['member'], manager_id: null });
    expect(others[0]).toMatchObject({ status: 'pending', roles: ['manager'] });
  });

  it('goes through everybody page by page, once, also those who came in the same moment', async () => {
    const last = newWord();
    const ids: string[] = [];
    while (ids.length < 7) ids.push(await addPerson({ last }));
    await server.database.query("UPDATE users SET created_at = '2021-01-01' WHERE last_name = $1", [last]);
    const seen: string[] = [];
    const first = await list(admin.browser, { search: last, page_size: '3' });
    expect(first.body).toMatchObject({ count: 7, previous: null });
    for (let answer = first; ; answer = await admin.browser.get(String(answer.body['next']).slice(server.url.length))) {
      seen.push(...idsOf(answer));
      if (answer.body['next'] === null) break;
    }
    expect(seen).toEqual(ids.toSorted().toReversed());
  });

  it('gives the addresses of the pages beside it, and before one beyond the end that of the last there is', async () => {
    const search = newWord();
    for (const first of ['Ada', 'Bo', 'Cy']) await addPerson({ first, last: search });
    const { body } = await list(admin.browser, { search, page: '2', page_size: '1', status: 'active' });
    const at = (page: number) => `${server.url}/api/users?page=${page}&page_size=1&search=${search}&status=active`;
    expect(body).toMatchObject({ count: 3, next: at(3), previous: at(1) });
    const beyond = await list(admin.browser, { search, page: '900', page_size: '1', status: 'active' });
    expect(beyond.status).toBe(200);
    expect(beyond.body).toEqual({ count: 3, next: null, previous: at(3), results: [] });
    const nobody = await list(admin.browser, { search: `${search}x`, page: '7' });
    expect(nobody.body).toEqual({ count: 0, next: null, previous: null, results: [] });
  });
});

describe('a search', () => {
  let id = '';
  beforeAll(async () => {
    id = await addPerson({ first: 'Zuzanna', last: 'Quill-Ødegård', email: 'xy.user_1@mail.example' });
    await addPerson({ first: 'Other', last: 'Person', email: 'xy.userx1@mail.example' });
  });

  it.each([
    ['part of the first name', 'uzann'],
    ['other letter cases', 'ZUZANNA'],
    ['part of the last name', 'ill-ø'],
    ['letters that are not ASCII, in capitals', 'ØDEGÅRD'],
    ['first and last name', 'zuzanna quill'],
    ['parts of both', 'nna qui'],
    ['more spaces than there are', '  zuzanna   quill '],
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

  it('takes an underscore for itself', async () => {
    expect(idsOf(await list(admin.browser, { search: 'xy.user_1' }))).toEqual([id]);
  });
});

it('a status is what somebody has now: a suspension that is over is none', async () => {
  const last = newWord();
  const people = {
    active: [await addPerson({ last }), await addPerson({ last, suspended: '2020-01-01', until: '2020-02-01' })],
    pending: [
      await addPerson({ last, activated: '' }),
      await addPerson({ last, activated: '', suspended: '2020-01-01', until: '2020-02-01' }),
    ],
    suspended: [
      await addPerson({ last, suspended: '2020-01-01' }),
      await addPerson({ last, suspended: '2020-01-01', until: '2100-01-01' }),
      await addPerson({ last, activated: '', suspended: '2020-01-01' }),
    ],
  };
  for (const [status, ids] of Object.entries(people)) {
    const answer = await list(admin.browser, { search: last, status });
    expect(answer.body['count']).toBe(ids.length);
    expect(idsOf(answer)).toEqual(ids.toReversed());
    expect(rowsOf(answer).every((row) => row['status'] === status)).toBe(true);
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
    const last = newWord();
    await addPerson({ last, role });
    const seen = await addPerson({ last });
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
    const last = newWord();
    const ids: Record<string, string> = {};
    for (const field of ['email', 'first_name', 'status'] as const) {
      roles[field] = await makeRole(admin.browser, { level: 9 });
      await hidden(roles[field], [field]);
      ids[field] = await addPerson({
        first: `${field}name`,
        last,
        email: `${field}-${last}@mail.example`,
        role: roles[field],
      });
    }
    const found = async (query: Record<string, string>) => idsOf(await list(reader.browser, query)).toSorted();
    const of = (...fields: string[]) => fields.map((field) => ids[field]).toSorted();
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
    const last = newWord();
    const id = await addPerson({ first: 'Ada', last, email: `${last}x@mail.example` });
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

describe('400', () => {
  // asvs:2.2.1
  it.each([
    ['page', 'page=0'],
    ['page', 'page=-1'],
    ['page', 'page=1.5'],
    ['page', 'page='],
    ['page', 'page=two'],
    ['page', 'page=1e3'],
    ['page', 'page=0x10'],
    ['page', 'page=%201'],
    ['page', 'page=99999999999999999999'],
    ['page', 'page=1000001'],
    ['page', 'page=1&page=2'],
    ['page_size', 'page_size=0'],
    ['page_size', 'page_size=101'],
    ['page_size', 'page_size=20&page_size=20'],
    ['search', 'search=ada&search=bo'],
    ['search', `search=${'x'.repeat(101)}`],
    ['search', 'search=a%00b'],
    ['status', 'status=gone'],
    ['status', 'status='],
    ['status', 'status=constructor'],
    ['status', 'status=active&status=pending'],
  ])('says that the %s of ?%s is wrong', async (field, query) => {
    const answer = await admin.browser.get(`/api/users?${query}`);
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body['fields'] as object)).toEqual([field]);
  });
});

describe('401 and 403', () => {
  // asvs:8.2.1 asvs:8.3.1
  it('is for those alone who may see people', async () => {
    expect(refusalOf(await list(client(server)))).toEqual([401, 'unauthenticated']);
    const { browser } = await personWithRoles(server, ['member']);
    expect(refusalOf(await list(browser))).toEqual([403, 'forbidden']);
    const { browser: manager } = await personWithRoles(server, ['manager']);
    expect((await list(manager)).status).toBe(200);
  });
});
