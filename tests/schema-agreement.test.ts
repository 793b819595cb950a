import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloneDatabase, type TestDatabase } from './harness/database';
import { sqlOfSchema } from './infra/prisma-engine';

/**
 * Everything of a database that prisma/schema.prisma can speak of, as sentences. Check constraints, and what a generated
 * column is made of, are not among it: Prisma has no words for them, the migrations do.
 */
const CATALOG = [
  `SELECT format('column %s.%s %s%s default %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
          CASE WHEN a.attnotnull THEN ' not null' ELSE '' END, coalesce(pg_get_expr(d.adbin, d.adrelid), 'none')) AS is
     FROM pg_attribute a
     JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
    WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
      AND c.relname <> '_prisma_migrations'`,
  `SELECT format('enum %s: %s', t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)) AS is
     FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
    WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.typname`,
  `SELECT 'index ' || indexdef AS is FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  `SELECT format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid)) AS is
     FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'x')
      AND conrelid <> coalesce(to_regclass('_prisma_migrations'), 0)`,
  `SELECT format('%s %s', relkind, relname) AS is FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('i', 'I') AND relname <> '_prisma_migrations'`,
];

async function describeCatalog({ query }: TestDatabase): Promise<string[]> {
  const parts = await Promise.all(CATALOG.map((sql) => query<{ is: string }>(sql)));
  return parts.flatMap(({ rows }) => rows.map(({ is }) => is)).toSorted();
}

/** What one of the two has and the other has not. */
async function differences(migrated: TestDatabase, designed: TestDatabase): Promise<string[]> {
  const [ours, prismas] = await Promise.all([describeCatalog(migrated), describeCatalog(designed)]);
  return [
    ...ours.filter((thing) => !prismas.includes(thing)).map((thing) => `only in the migrations: ${thing}`),
    ...prismas.filter((thing) => !ours.includes(thing)).map((thing) => `only in the schema: ${thing}`),
  ];
}

let migrated: TestDatabase;
let designed: TestDatabase;

beforeAll(async () => {
  [migrated, designed] = await Promise.all([cloneDatabase(), cloneDatabase({ isEmpty: true })]);
  // Prisma has words for extensions only in a preview.
  await designed.query('CREATE EXTENSION pg_trgm');
  await designed.query(await sqlOfSchema(designed.url));
});

afterAll(async () => {
  await migrated.drop();
  await designed.drop();
});

test('the migrations build what prisma/schema.prisma says', async () => {
  expect(await describeCatalog(designed)).toContain('column users.email text not null default none');
  expect(await differences(migrated, designed)).toEqual([]);
});

test.each([
  ['a column', 'ALTER TABLE users ADD COLUMN nick TEXT'],
  ['a type', 'ALTER TABLE users ALTER COLUMN created_at TYPE TIMESTAMPTZ(6)'],
  ['a default', "ALTER TABLE users ALTER COLUMN first_name SET DEFAULT 'x'"],
  ['what may be null', 'ALTER TABLE users ALTER COLUMN last_name DROP NOT NULL'],
  ['a value of an enum', "ALTER TYPE mail_status ADD VALUE 'lost'"],
  ['an index', 'DROP INDEX users_list_idx'],
  [
    'the order in an index',
    'DROP INDEX audit_events_actor_id_at_idx; CREATE INDEX audit_events_actor_id_at_idx ON audit_events (at, actor_id)',
  ],
  ['what is unique', 'DROP INDEX users_email_key; CREATE INDEX users_email_key ON users (email)'],
  ['a primary key', 'ALTER TABLE user_roles DROP CONSTRAINT user_roles_pkey'],
  [
    'what a foreign key does',
    'ALTER TABLE credentials DROP CONSTRAINT credentials_user_id_fkey, ADD CONSTRAINT credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)',
  ],
  ['a table', 'CREATE TABLE strangers ()'],
  ['a view', 'CREATE VIEW everybody AS SELECT email FROM users'],
])('%s that differs is noticed', async (_, change) => {
  const changed = await cloneDatabase();
  try {
    await changed.query(change);
    expect(await differences(changed, designed)).not.toEqual([]);
  } finally {
    await changed.drop();
  }
});
