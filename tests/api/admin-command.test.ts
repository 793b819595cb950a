import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runBuilt, type Settings } from '../harness/built-program';
import { recordOf } from '../harness/chain';
import { client } from '../harness/client';
import { mailsTo } from '../harness/mailbox';
import { idOf, newPerson, registeredPerson } from '../harness/people';
import { canStartRedis, REDIS_WANTED } from '../harness/redis';
import { FRESH_PASSWORD, reset } from '../harness/reset';
import { personWithRoles } from '../harness/roles';
import type { TestServer } from '../harness/server';
import { rememberLinkToken } from '../harness/token-guard';
import { useServer, useSharedServer } from '../harness/use-server';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

type Said = { code: number; stdout: string; stderr: string; token: string };

/** What was said, and the token of the link in it, which is not to be seen anywhere else. */
function heard({ code, stdout, stderr }: Omit<Said, 'token'>): Said {
  const token = /\/reset_password\/([\w-]+)/.exec(stdout)?.[1] ?? '';
  rememberLinkToken(token);
  return { code, stdout, stderr, token };
}

/** `npm run admin -- …` of the built server, which starts sooner than the sources, with these settings and no others. */
const run = async (words: string[], settings: Settings = {}): Promise<Said> =>
  heard(await runBuilt('admin', words, settings));

/** The same of the sources, in development, in this folder. */
function runInDevelopment(words: string[], cwd: string, settings: Settings = {}): Promise<Said> {
  const env = {
    PATH: process.env['PATH'],
    TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json'),
    NODE_ENV: 'development' as const,
    ...settings,
  };
  const program = ['--import', TSX, join(process.cwd(), 'lib/cli/admin.ts'), ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd, env }, (error, stdout, stderr) => {
      resolve(heard({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }));
    });
  });
}

/** The same beside a server that runs, as an operator would: with its settings, in production. */
function create({ database, url }: TestServer, email: string, ...more: string[]): Promise<Said> {
  const settings = { PREVIEW: 'true', APP_URL: url, DATABASE_URL: database.url };
  return run(['create', '--email', email, ...more], { ...settings, ALLOW_SINGLE_INSTANCE: 'true', CAPTCHA: 'off' });
}

describe('npm run admin -- create', { timeout: 120_000 }, () => {
  const server = useSharedServer();

  // asvs:6.3.2 asvs:6.4.1
  it('makes somebody new, whose link is printed and nowhere else, works once, and opens the house', async () => {
    const { email } = newPerson();
    const made = await create(server, ` ${email.toUpperCase()} `, '--first-name', 'Imani');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain(`${email} is an administrator as soon as`);
    expect((await reset(client(server), made.token, FRESH_PASSWORD)).status).toBe(200);
    expect((await reset(client(server), made.token, FRESH_PASSWORD)).body['code']).toBe('invalid_token');
    const browser = client(server);
    const entered = await browser.post('/api/login', { email, password: FRESH_PASSWORD });
    expect(entered.body['user']).toMatchObject({ first_name: 'Imani', last_name: 'Administrator', roles: ['admin'] });
    expect((await browser.get('/api/audit/verify')).status).toBe(200);
    expect((await mailsTo(server, email)).filter(({ text }) => text.includes('/reset_password/'))).toEqual([]);
    const data = { roles: 'admin', via: 'command line' };
    expect(await recordOf(server, await idOf(server, email), 'person.invited')).toEqual([{ actor_id: null, data }]);
  });

  it('gives somebody activated the role, seen by their next request, and prints where to sign in', async () => {
    const person = await personWithRoles(server, ['member']);
    expect((await person.browser.get('/api/users')).status).toBe(403);
    const made = await create(server, person.email);
    expect(made).toMatchObject({ code: 0, stderr: '', token: '' });
    expect(made.stdout).toContain(`${server.url}/login`);
    expect((await person.browser.get('/api/users')).status).toBe(200);
    expect((await create(server, person.email)).code).toBe(0);
    const data = { roles_before: 'member', roles: 'admin member', via: 'command line' };
    expect(await recordOf(server, person.id, 'person.roles_changed')).toEqual([{ actor_id: null, data }]);
  });

  it('gives somebody pending the role and a link; each link ends the one before', async () => {
    const { email } = await registeredPerson(server);
    const [first, second] = [await create(server, email), await create(server, email)];
    expect((await reset(client(server), first.token, FRESH_PASSWORD)).body['code']).toBe('invalid_token');
    expect((await reset(client(server), second.token, FRESH_PASSWORD)).status).toBe(200);
    const entered = await client(server).post('/api/login', { email, password: FRESH_PASSWORD });
    expect(entered.body['user']).toMatchObject({ roles: ['admin', 'member'], is_activated: true });
    const id = await idOf(server, email);
    expect(await recordOf(server, id, 'person.roles_changed')).toHaveLength(1);
    const sent = { actor_id: null, data: { link: 'invitation', via: 'command line' } };
    expect(await recordOf(server, id, 'person.reset_sent')).toEqual([sent, sent]);
  });

  it('does nothing for somebody suspended', async () => {
    const person = await personWithRoles(server, ['member']);
    await server.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [person.id]);
    const made = await create(server, person.email);
    expect(made).toMatchObject({ code: 1, stdout: '' });
    expect(made.stderr).toContain('suspended: restore them first');
    const { rows } = await server.database.query('SELECT role_name FROM user_roles WHERE user_id = $1', [person.id]);
    expect(rows).toEqual([{ role_name: 'member' }]);
  });

  it.each([
    ['nothing', [], 'There is one thing to do: create.'],
    ['another word', ['delete', '--email', 'a@example.com'], 'There is one thing to do: create.'],
    ['no address', ['create'], '--email: Enter your e-mail address.'],
    ['no such address', ['create', '--email', 'nobody'], '--email: Enter an e-mail address'],
    ['no such name', ['create', '--email', 'a@example.com', '--first-name', '<b>'], '--first-name: Use letters only'],
    ['no such option', ['create', '--password', 'x'], "Unknown option '--password'"],
  ])('says how it is used when there is %s', async (_, words, sentence) => {
    const said = await run(words);
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(sentence);
    expect(said.stderr).toContain('npm run admin -- create --email name@example.com');
  });

  it('says what is missing of the settings, as the server would', async () => {
    const said = await run(['create', '--email', 'a@example.com']);
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('DATABASE_URL');
  });

  it('works on the embedded database of development: started for it, and again by the next command', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-admin-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
    await symlink(join(process.cwd(), 'prisma'), join(folder, 'prisma'));
    const words = ['create', '--email', 'ada@example.com'];
    const first = await runInDevelopment(words, folder);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('http://localhost:3000/reset_password/');
    expect(first.stdout).toContain('the site at http://localhost:3000. Where yours has another address, give this');
    const second = await runInDevelopment(words, folder, { PORT: '3001' });
    expect(second.stdout).toContain('http://localhost:3001/reset_password/');
    expect(second.stdout).toContain('was never activated, and is an administrator as soon as');
  });
});

describe.skipIf(!canStartRedis)(`beside instances over Redis${canStartRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  const server = useServer({ withRedis: true });

  // asvs:8.3.2
  it('the role that it gives is seen by the next request', { timeout: 60_000 }, async () => {
    const person = await personWithRoles(server, ['member']);
    for (let n = 0; n < 2; n += 1) expect((await person.browser.get('/api/users')).status).toBe(403);
    expect((await create(server, person.email)).code).toBe(0);
    expect((await person.browser.get('/api/users')).status).toBe(200);
  });
});
