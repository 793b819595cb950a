import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listPaths } from '../architecture/source-tree';
import { client } from '../harness/client';
import { linkIn, mailsTo } from '../harness/mailbox';
import { registeredPerson, signedInPerson } from '../harness/people';
import { personWithRoles } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

/** `fetch` does not let one choose the Host. */
function askUnderName(host: string, path: string): Promise<{ status: number | undefined }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: server.port, path, headers: { host } }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode }));
    }).on('error', reject);
  });
}

describe('a stranger', () => {
  it.each(['/dashboard', '/settings/profile', '/admin/users?page=2'])(
    'on %s is sent to sign in, and back',
    async (path) => {
      const answer = await client(server).get(path);
      expect(answer.status).toBe(307);
      expect(answer.headers.get('location')).toBe(`/login?next=${encodeURIComponent(path)}`);
    },
  );

  it.each(['/', '/register', '/login', '/activation-page', '/activate/anything', '/docs/problems/invalid_code'])(
    'sees %s',
    async (path) => {
      const answer = await client(server).get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    },
  );

  it('with garbage cookies is a stranger', async () => {
    const cookies: [string, string][] = [
      ['access_token', '%%%'],
      ['refresh_token', 'a.b.c'],
      ['activation', '{'],
    ];
    expect((await client(server, { cookies }).get('/')).status).toBe(200);
    expect((await client(server, { cookies }).get('/dashboard')).status).toBe(307);
  });

  it.each(['/nowhere', '/%E0%A4%A', '/nowhere/%'])('finds nothing behind %s', async (path) => {
    expect((await client(server).get(path)).status).toBe(404);
  });
});

// asvs:2.3.1
describe('a person who is not activated', () => {
  it.each(['/', '/login', '/register', '/dashboard', '/settings/password', '/nowhere'])(
    'is sent from %s to the code',
    async (path) => {
      const { email, password } = await registeredPerson(server);
      const browser = client(server);
      await browser.post('/api/login', { email, password });
      const answer = await browser.get(path);
      expect([answer.status, answer.headers.get('location')]).toEqual([307, '/activation-page']);
      expect((await browser.get('/activation-page')).status).toBe(200);
    },
  );
});

describe('a person who is signed in', () => {
  it.each(['/login', '/register', '/activation-page'])('is sent from %s to the dashboard', async (path) => {
    const { browser } = await signedInPerson(server);
    expect((await browser.get(path)).headers.get('location')).toBe('/dashboard');
  });

  it('finds the first page of the settings behind /settings', async () => {
    const { browser } = await signedInPerson(server);
    const answer = await browser.get('/settings');
    expect([answer.status, answer.headers.get('location')]).toEqual([307, '/settings/profile']);
  });

  // asvs:14.3.2
  it('keeps the dashboard out of every cache', async () => {
    const { browser } = await signedInPerson(server);
    expect((await browser.get('/dashboard')).headers.get('cache-control')).toMatch(/private.*no-store/);
  });
});

describe('every private page', () => {
  const pages = listPaths(process.cwd())
    .files.filter((file) => /^app\/(?:dashboard|settings\/[^/]+|admin\/.+)\/page\.tsx$/.test(file))
    .map((file) => file.replace(/^app|\/page\.tsx$/g, ''));

  // asvs:7.4.4
  it.each(pages.filter((page) => !page.includes('[')))('has a button to sign out: %s', async (page) => {
    const { browser } = await personWithRoles(server, ['admin']);
    const answer = await browser.get(page);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Sign out');
  });
});

describe('the mailbox', () => {
  it('does not open under a foreign name that points here', async () => {
    const { status } = await askUnderName('gate.evil.example', '/dev/mailbox/messages');
    expect(status).toBe(404);
    expect((await askUnderName('localhost', '/dev/mailbox/messages')).status).toBe(200);
  });
});

describe('a mail scanner', () => {
  // asvs:3.5.3
  it('that opens the link by HEAD and GET, with and without the cookie, spends nothing', async () => {
    const { browser, mail, email, code } = await registeredPerson(server);
    const path = linkIn(mail).pathname;
    for (const visitor of [client(server), browser]) {
      for (const method of ['HEAD', 'GET', 'GET', 'OPTIONS']) await visitor.raw(method, path);
      for (const method of ['HEAD', 'GET']) {
        const api = await visitor.raw(method, `/api/active-account?token=${path.split('/').at(-1)}`);
        expect(api.status).toBe(405);
      }
    }
    const { rows } = await server.database.query('SELECT activated_at FROM users WHERE email = $1', [email]);
    expect(rows).toEqual([{ activated_at: null }]);
    expect(await mailsTo(server, email)).toHaveLength(1);
    expect((await browser.post('/api/active-account', { activation_code: code })).status).toBe(200);
  });
});

describe('every page', () => {
  // asvs:3.4.3 asvs:3.4.6
  it('allows its own scripts by a fresh nonce, and nobody to frame it', async () => {
    const policies = [];
    for (let n = 0; n < 2; n += 1) {
      const answer = await client(server).get('/login');
      const policy = answer.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]{22}' 'strict-dynamic'(;|$)/);
      const scripts = answer.text.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
      policies.push(policy);
    }
    expect(policies[0]).not.toBe(policies[1]);
  });

  // asvs:3.4.4 asvs:3.4.5 asvs:3.4.8
  it('carries the headers that keep browsers strict, and a request id', async () => {
    const { headers } = await client(server).get('/login');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
