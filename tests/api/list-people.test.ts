import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson } from '../harness/add-person';
import { type Answer, client } from '../harness/client';
import { idsOf, list, rowsOf } from '../harness/listed-people';
import type { PersonWithId } from '../harness/people';
import { newName, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';

const server = useSharedServer(WIDE_THROTTLES);

let admin: PersonWithId;
beforeAll(async () => {
  admin = await personWithRoles(server, ['admin']);
});

/** Where the next page is. */
function pathOf({ body }: Answer): string {
  return (body['next'] as string).slice(server.url.length);
}

describe('200', () => {
  it('shows each person as they are shown alone, the newest first', async () => {
    const ids = [
      await addPerson(server.database),
      await addPerson(server.database, { activated: '', role: 'manager' }),
      await addPerson(server.database),
    ];
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
    const last = newName('family');
    const ids: string[] = [];
    while (ids.length < 7) ids.push(await addPerson(server.database, { last }));
    await server.database.query("UPDATE users SET created_at = '2021-01-01' WHERE last_name = $1", [last]);
    const seen: string[] = [];
    const first = await list(admin.browser, { search: last, page_size: '3' });
    expect(first.body).toMatchObject({ count: 7, previous: null });
    for (let answer = first; ; answer = await admin.browser.get(pathOf(answer))) {
      seen.push(...idsOf(answer));
      if (answer.body['next'] === null) break;
    }
    expect(seen).toEqual(ids.toSorted().toReversed());
  });

  it('gives the addresses of the pages beside it, and before one beyond the end that of the last there is', async () => {
    const search = newName('family');
    for (const first of ['Ada', 'Bo', 'Cy']) await addPerson(server.database, { first, last: search });
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

it('a status is what somebody has now: a suspension that is over is none', async () => {
  const last = newName('family');
  const people = {
    active: [
      await addPerson(server.database, { last }),
      await addPerson(server.database, { last, suspended: '2020-01-01', until: '2020-02-01' }),
    ],
    pending: [
      await addPerson(server.database, { last, activated: '' }),
      await addPerson(server.database, { last, activated: '', suspended: '2020-01-01', until: '2020-02-01' }),
    ],
    suspended: [
      await addPerson(server.database, { last, suspended: '2020-01-01' }),
      await addPerson(server.database, { last, suspended: '2020-01-01', until: '2100-01-01' }),
      await addPerson(server.database, { last, activated: '', suspended: '2020-01-01' }),
    ],
  };
  for (const [status, ids] of Object.entries(people)) {
    const answer = await list(admin.browser, { search: last, status });
    expect(answer.body['count']).toBe(ids.length);
    expect(idsOf(answer)).toEqual(ids.toReversed());
    expect(rowsOf(answer).every((row) => row['status'] === status)).toBe(true);
  }
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
