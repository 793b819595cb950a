import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedPeople } from '@/lib/cli/seed/people';
import { createAbility } from '@/lib/domain/access/ability';
import { readPeoplePage } from '@/lib/domain/people-pages';
import { listedPeople } from '@/lib/domain/people-search';
import { listPeopleInput } from '@/lib/shared/schemas/people';
import { enabledPolicies, ENVIRONMENT, NOW } from '../domain/access/world';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { openRecorded, type Recorded, scansOf, type Statement } from './recorded-statements';

const PEOPLE = 100_000;
const LAST_PAGE = PEOPLE / 20;
const ADMIN = { id: '5eed0000-0000-7000-8000-000000000001', level: 1, roles: ['admin'], lendable: [], managers: [] };

let database: TestDatabase;
let recorded: Recorded;

beforeAll(async () => {
  database = await cloneDatabase();
  recorded = openRecorded(database.url);
  await seedPeople(recorded.db, PEOPLE);
  // The tests' PostgreSQL does not wait for the disk, and VACUUM spares what has not got there: it is sent there first.
  await database.query(
    "BEGIN; SET LOCAL synchronous_commit = on; SELECT pg_logical_emit_message(true, '', ''); COMMIT",
  );
  await database.query('VACUUM (ANALYZE) users');
});
afterAll(async () => {
  await recorded?.db.$disconnect();
  await database?.drop();
});

type Read = { count: number; ids: string[]; statements: Statement[] };

/** What an administrator's GET /api/users reads. */
async function read(query: object): Promise<Read> {
  const policies = await enabledPolicies(recorded.db);
  const ability = createAbility({ ...ADMIN, permissions: ['users.read'] }, ENVIRONMENT, policies);
  const input = listPeopleInput.parse(query);
  const { result, statements } = await recorded.record(() =>
    readPeoplePage(recorded.db, listedPeople(ability, input, NOW), input),
  );
  return { count: result.count, ids: result.people.map(({ id }) => id), statements };
}

/** How each of the statements reads, with the planner's own numbers. */
function plansOf({ statements }: Read): Promise<string[][]> {
  return Promise.all(statements.map((statement) => scansOf(database, statement)));
}

async function idsFrom(offset: number): Promise<string[]> {
  const sql = 'SELECT id FROM users ORDER BY created_at DESC, id DESC LIMIT 20 OFFSET $1';
  return (await database.query<{ id: string }>(sql, [offset])).rows.map(({ id }) => id);
}

describe('with 100,000 people', () => {
  it.each([
    ['the first page', {}],
    ['page 1,000', { page: 1000 }],
    ['the last page', { page: LAST_PAGE }],
    ['those suspended', { status: 'suspended' }],
    ['those pending', { status: 'pending' }],
    ['page 1,000 of those active', { status: 'active', page: 1000 }],
  ])(
    '%s takes three statements; who is on it is found in indexes alone, and so is how many there are',
    async (_, query) => {
      const page = await read(query);
      expect(page.ids).toHaveLength(20);
      const [count, ids, people, ...more] = await plansOf(page);
      expect(more).toEqual([]);
      expect(count).toEqual([expect.stringMatching(/^Index Only Scan users_/)]);
      expect(ids).toEqual(['Index Only Scan users_list_idx']);
      expect(people).toContain('Index Scan users_pkey');
      expect(people).toContainEqual(expect.stringMatching(/^Index (?:Only )?Scan user_roles_pkey$/));
    },
  );

  it.each([
    ['a name', { search: 'Lovelace' }],
    ['a deep page of a name', { search: 'lovelace', page: 60 }],
    ['both names', { search: 'ada lovelace' }],
    ['an address', { search: '.1234@people' }],
    ['two letters', { search: 'zo' }],
    ['one letter of those suspended', { search: 'z', status: 'suspended' }],
  ])('a search of %s takes at most three statements, and none of them reads everybody', async (_, query) => {
    const page = await read(query);
    expect(page.ids.length).toBeGreaterThan(0);
    const plans = await plansOf(page);
    expect(plans).toHaveLength(3);
    expect(plans[0]).toContain('Bitmap Index Scan users_search_name_idx');
    expect(plans.flat().filter((scan) => /Seq Scan (?:users|user_roles)$/.test(scan))).toEqual([]);
  });

  it('a page beyond the end costs the count alone', async () => {
    const page = await read({ page: LAST_PAGE + 1 });
    expect(page).toMatchObject({ count: PEOPLE, ids: [] });
    expect(page.statements).toHaveLength(1);
  });

  it('each page has who belongs there, from whichever end it is counted', async () => {
    for (const page of [1, 2, LAST_PAGE / 2, LAST_PAGE / 2 + 1, LAST_PAGE - 1, LAST_PAGE]) {
      expect((await read({ page })).ids).toEqual(await idsFrom((page - 1) * 20));
    }
  });

  it('a last page that is not full has the rest, the oldest last', async () => {
    const { count } = await read({ search: 'lovelace' });
    const last = Math.ceil(count / 100);
    const query = { search: 'lovelace', page_size: 100 };
    const ids = [...(await read({ ...query, page: last - 1 })).ids, ...(await read({ ...query, page: last })).ids];
    const { rows } = await database.query<{ id: string }>(
      "SELECT id FROM users WHERE last_name = 'Lovelace' ORDER BY created_at, id LIMIT $1",
      [100 + (count % 100)],
    );
    expect(ids).toEqual(rows.map(({ id }) => id).toReversed());
  });
});

describe('the people that db:seed makes', () => {
  it('are the same the next time: nobody is there twice', async () => {
    expect(await seedPeople(recorded.db, 1_000)).toBe(0);
  });

  it('are members in a chain of managers, some of them pending or suspended, and none has a password', async () => {
    const { rows } = await database.query(
      `SELECT count(*)::int AS people, max(cardinality(manager_path)) AS depth,
         count(*) FILTER (WHERE activated_at IS NULL)::int AS pending,
         count(*) FILTER (WHERE suspended_at IS NOT NULL)::int AS suspended,
         (SELECT count(*)::int FROM user_roles WHERE role_name = 'member') AS members,
         (SELECT count(*)::int FROM user_roles WHERE role_name = 'manager') AS managers,
         (SELECT count(*)::int FROM credentials) AS passwords
       FROM users`,
    );
    expect(rows).toEqual([
      { people: PEOPLE, depth: 5, pending: 5_000, suspended: 4_000, members: PEOPLE, managers: 8_334, passwords: 0 },
    ]);
  });
});
