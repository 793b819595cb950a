import { expect, it } from 'vitest';
import { until } from '../harness/poll';
import { personWithRoles } from '../harness/roles';
import { useServer } from '../harness/use-server';

const server = useServer();

// asvs:16.5.1 asvs:16.5.3 asvs:16.5.4
it('a rule that nobody understands lets nobody through, in words that say nothing of it, and everything else goes on', async () => {
  const { browser } = await personWithRoles(server, ['admin']);
  await server.database.query(
    `INSERT INTO policies (id, name, effect, action, resource) VALUES (gen_random_uuid(), 'Of another version', 'deny', 'fly', 'user')`,
  );
  await server.restart();
  server.expectErrors(/a request failed|the rules are not understood/);
  const answer = await browser.get('/api/users');
  expect([answer.status, answer.body['code']]).toEqual([500, 'internal']);
  expect(answer.text).not.toMatch(/fly|another version|policy|zod/i);
  const errors = () => server.logs().filter((line) => line.includes('"level":"error"'));
  await until('the error to be in the log', () => errors().length > 0);
  expect(errors()).toEqual([expect.stringContaining(answer.headers.get('x-request-id') ?? '')]);
  expect((await browser.get('/api/me')).status).toBe(200);
  for (const path of ['/dashboard', '/settings/sessions']) {
    const page = await browser.get(path);
    expect([page.status, page.text.includes('href="/admin"')], path).toEqual([200, false]);
  }
  await server.database.query(`DELETE FROM policies WHERE name = 'Of another version'`);
  await server.restart();
  expect((await browser.get('/api/users')).status).toBe(200);
  expect((await browser.get('/dashboard')).text).toContain('href="/admin"');
});
