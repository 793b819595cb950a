import type { TestDatabase } from './database';
import { makePolicy } from './policies';
import { makeRole, personWithRoles } from './roles';
import type { TestServer } from './server';

/** Every role, what each may do, and every rule, a line for each; and what the roles and rules are known by. */
export type Rights = { lines: string[]; keys: string[] };

const LINES = `SELECT to_jsonb(r)::text AS value FROM roles r UNION ALL SELECT to_jsonb(p)::text FROM role_permissions p
  UNION ALL SELECT (to_jsonb(p) - 'updated_at')::text FROM policies p ORDER BY 1`;
const KEYS = 'SELECT name AS value FROM roles UNION ALL SELECT id::text FROM policies';

export async function readRights({ query }: TestDatabase): Promise<Rights> {
  const valuesOf = async (sql: string) => (await query<{ value: string }>(sql)).rows.map(({ value }) => value);
  return { lines: await valuesOf(LINES), keys: await valuesOf(KEYS) };
}

/** The roles and rules that have come since, and those that people hold of them. By SQL, as there may be hundreds. */
async function takeNewOnes({ query }: TestDatabase, { keys }: Rights): Promise<number> {
  let taken = 0;
  for (const sql of [
    'DELETE FROM user_roles WHERE role_name <> ALL ($1)',
    'DELETE FROM roles WHERE name <> ALL ($1)',
    'DELETE FROM policies WHERE id::text <> ALL ($1)',
  ]) {
    taken += (await query(sql, [keys])).rowCount ?? 0;
  }
  return taken;
}

/** Changes a role and a rule as an administrator does: the server forgets all those that it had read. */
async function makeItReadThemAgain(server: TestServer): Promise<void> {
  const { browser } = await personWithRoles(server, ['admin']);
  await browser.delete(`/api/roles/${await makeRole(browser, { level: 500 })}`);
  await browser.delete(`/api/policies/${await makePolicy(browser, { enabled: false })}`);
}

/** Takes away what was made since; throws where what was there before is another now. */
export async function putRightsBack(server: TestServer, before: Rights): Promise<void> {
  const taken = await takeNewOnes(server.database, before);
  const { lines } = await readRights(server.database);
  const changed = [
    ...before.lines.filter((line) => !lines.includes(line)).map((line) => `- ${line}`),
    ...lines.filter((line) => !before.lines.includes(line)).map((line) => `+ ${line}`),
  ];
  if (changed.length > 0) throw new Error(`These tests leave roles or rules changed:\n${changed.join('\n')}`);
  if (taken > 0) await makeItReadThemAgain(server);
}
