import { randomBytes } from 'node:crypto';
import { Client, Pool, type QueryResult, type QueryResultRow } from 'pg';

/** Where this run's PostgreSQL is, for the workers: the global setup writes it, `cloneDatabase` reads it. */
const ADMIN_URL = 'TEST_POSTGRES_URL';
const TEMPLATE = 'TEST_POSTGRES_TEMPLATE';

export type TestDatabase = {
  url: string;
  query: <Row extends QueryResultRow>(sql: string, values?: unknown[]) => Promise<QueryResult<Row>>;
  drop: () => Promise<void>;
};

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the global setup of this run has not started.`);
  return value;
}

async function administer<Row extends QueryResultRow>(
  adminUrl: string,
  sql: string,
  values?: string[],
): Promise<Row[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

const freshName = (prefix: string) => `${prefix}_${randomBytes(6).toString('hex')}`;

async function dropAll(adminUrl: string, prefix: string): Promise<void> {
  const made = 'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)';
  for (const { name } of await administer<{ name: string }>(adminUrl, made, [prefix])) {
    await administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

/**
 * Makes the migrated database that every other one is copied from, and tells the workers. Returns its removal, with all
 * copies that are still there.
 */
export async function createTemplate(
  adminUrl: string,
  migrate: (url: string) => Promise<void>,
): Promise<() => Promise<void>> {
  const template = freshName('gatehouse');
  await administer(adminUrl, `CREATE DATABASE ${template}`);
  await migrate(urlOf(adminUrl, template));
  process.env[ADMIN_URL] = adminUrl;
  process.env[TEMPLATE] = template;
  return () => dropAll(adminUrl, template);
}

/** An empty, migrated database of one's own. `isEmpty` leaves the migrations out, too. */
export async function cloneDatabase({ isEmpty = false } = {}): Promise<TestDatabase> {
  const adminUrl = required(ADMIN_URL);
  const name = freshName(required(TEMPLATE));
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${isEmpty ? 'template0' : required(TEMPLATE)}`);
  const url = urlOf(adminUrl, name);
  const pool = new Pool({ connectionString: url, max: 2 });
  // Its end does not wait for its connections, which the drop then ends less gently.
  pool.on('error', () => {});
  return {
    url,
    query: (sql, values) => pool.query(sql, values),
    drop: async () => {
      await pool.end();
      await administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
