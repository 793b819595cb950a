import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { developmentKey } from '@/lib/core/development-keys';
import { ensureBuild } from '../harness/build';
import { runBuilt, type Settings } from '../harness/built-program';
import { client } from '../harness/client';
import { freePort } from '../harness/free-port';
import { newPerson, registrationOf, signedInPerson } from '../harness/people';
import { useServer } from '../harness/use-server';

const OWN_KEYS = {
  SECRET_KEY: 'a secret of this very test, long enough',
  JWE_KEY: Buffer.alloc(32, 9).toString('base64url'),
};
const SAID = { ALLOW_SINGLE_INSTANCE: 'true', CAPTCHA: 'off' };
/** A mail server that is not there. */
const MAIL = { EMAIL_HOST: '127.0.0.1', EMAIL_PORT: '1', EMAIL_USE_TLS: 'false' };

/** A real production start: nothing of PREVIEW, no captcha because it was said. */
const server = useServer({ env: { PREVIEW: undefined, ...OWN_KEYS, ...SAID, ...MAIL } });

describe('in production', () => {
  // asvs:15.2.3 asvs:13.4.2
  it.each([
    ['the mailbox', '/dev/mailbox'],
    ['its mails as JSON', '/dev/mailbox/messages'],
    ['a mail of it', '/dev/mailbox/0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6'],
    ['the answers of next dev about errors', '/__nextjs_original-stack-frames'],
    ['its door to the editor', '/__nextjs_launch-editor?file=/etc/passwd'],
    ['its source maps', '/__nextjs_source-map?filename=server.js'],
    ['its hot reloading', '/_next/webpack-hmr'],
    ['its list of pages', '/_next/development/_devPagesManifest.json'],
    ['the resizing of pictures', '/_next/image?url=%2Ficon.svg&w=64&q=75'],
  ])('%s does not exist (%s)', async (_, path) => {
    expect((await client(server).get(path)).status).toBe(404);
  });

  // asvs:13.4.2
  it('no script or style has a source map, beside it or in it', async () => {
    const folder = join(await ensureBuild(), '.next/static');
    const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(js|css)$/.test(file));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const path = `/_next/static/${file.split(/[\\/]/).map(encodeURIComponent).join('/')}`;
      expect((await client(server).get(path)).text, path).not.toContain('sourceMappingURL');
    }
    const [file = ''] = files;
    expect((await client(server).get(`/_next/static/${file}.map`)).status).toBe(404);
  });

  // asvs:16.5.1
  it('an error of our own tells nothing of itself, on a page and in the API', async () => {
    const { browser } = await signedInPerson(server);
    const { query } = server.database;
    server.expectErrors(/audit_events|Problem: internal/);
    await query('ALTER TABLE audit_events RENAME TO mislaid');
    const answers = [await browser.get('/api/me/activity'), await browser.get('/settings/activity')];
    await query('ALTER TABLE mislaid RENAME TO audit_events');
    expect(answers.map(({ status }) => status)).toEqual([500, 500]);
    const told = answers.map(
      ({ text }) => /audit_events|relation|prisma|postgres|node_modules|\n\s+at /i.exec(text)?.[0],
    );
    expect(told).toEqual([undefined, undefined]);
  });

  it('a mail server that refuses costs no registration, and the mail waits', async () => {
    const person = newPerson();
    const answer = await client(server).post('/api/register', registrationOf(person));
    expect(answer.status).toBe(201);
    const { rows } = await server.database.query(
      'SELECT status FROM outbox_mails m JOIN users u ON u.id = m.user_id WHERE u.email = $1',
      [person.email],
    );
    expect(rows).toEqual([{ status: 'queued' }]);
  });
});

describe('a start', () => {
  const whole: Settings = { APP_URL: 'https://login.example.com', ...OWN_KEYS, ...SAID, ...MAIL };
  const development = {
    SECRET_KEY: developmentKey('secret'),
    JWE_KEY: developmentKey('jwe'),
    INNGEST_DEV: 'http://127.0.0.1:8288',
    APP_URL: 'http://login.example.com',
  };

  // asvs:13.4.2 asvs:15.2.3
  it.each<[string, Settings, RegExp[]]>([
    [
      'with nothing set',
      {},
      [/- APP_URL/, /- SECRET_KEY/, /- JWE_KEY/, /- DATABASE_URL/, /- REDIS_URL/, /- EMAIL_HOST/],
    ],
    [
      'with development’s values',
      { ...whole, ...development },
      [/- APP_URL: https/, /- SECRET_KEY: .*development/, /- JWE_KEY: .*development/, /- INNGEST_DEV: refused/],
    ],
    ['without a database of its own', whole, [/- DATABASE_URL: wanted/]],
    ['as a preview of a public site', { ...whole, PREVIEW: 'true' }, [/- PREVIEW: only for an APP_URL on localhost/]],
  ])('%s is refused, with every reason, and leaves nothing behind', async (_, settings, reasons) => {
    const { code, said } = await runBuilt('start', [], { PORT: String(await freePort()), ...settings });
    expect(code).toBe(1);
    for (const reason of reasons) expect(said).toMatch(reason);
  });
});
