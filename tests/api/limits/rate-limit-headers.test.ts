import { describe, expect, it } from 'vitest';
import { LIMITS } from '@/lib/domain/limit-table';
import { catalogue } from '@/lib/http/catalogue';
import { client, nextAddress, type Answer } from '../../harness/client';
import { signedInPerson } from '../../harness/people';
import { useSharedServer } from '../../harness/use-server';

const server = useSharedServer();

/** RateLimit header fields, draft-ietf-httpapi-ratelimit-headers-10: the name of a policy, then its parameters. */
const FIELDS = /^"(\w+)";q=(\d+);w=(\d+) "(\w+)";r=(\d+);t=(\d+)$/;

function quotaOf({ headers }: Answer) {
  const fields = `${headers.get('ratelimit-policy')} ${headers.get('ratelimit')}`;
  expect(fields).toMatch(FIELDS);
  const [, name, limit, window, sameName, remaining, reset] = FIELDS.exec(fields) ?? [];
  expect(sameName).toBe(name);
  return {
    name,
    limit: Number(limit),
    window: Number(window),
    remaining: Number(remaining),
    reset: Number(reset),
  };
}

const pathOf = (path: string) => path.replace(/\{\w+\}/g, 'x'.repeat(43));
const OPERATIONS = catalogue.map(({ method, path }) => ({ method, path: pathOf(path) }));
const PATHS = [...new Set(OPERATIONS.map(({ path }) => path))];

/** What a client library of next-auth asks for, and what is not there. */
const FACADE = [
  ['GET', '/api/auth/session'],
  ['HEAD', '/api/auth/session'],
  ['GET', '/api/auth/csrf'],
  ['GET', '/api/auth/providers'],
  ['GET', '/api/auth/signin'],
  ['POST', '/api/auth/signin/google'],
  ['GET', '/api/auth/callback/google'],
  ['GET', '/api/auth/signout'],
  ['POST', '/api/auth/signout'],
  ['GET', '/api/auth/error'],
  ['PUT', '/api/auth/session'],
  ['OPTIONS', '/api/auth/session'],
  ['GET', '/api/auth/nothing/of/the/kind'],
] as const;

// asvs:2.4.1
describe('RateLimit and RateLimit-Policy', () => {
  it.each(OPERATIONS)('are on what $method $path answers to a stranger without a body', async ({ method, path }) => {
    const answer = await client(server).raw(method, path);
    expect(answer.status).toBeLessThan(500);
    expect(quotaOf(answer)).toEqual({ name: 'address', limit: 20, window: 60, remaining: 19, reset: 60 });
  });

  it.each(PATHS)('are on a wrong method, a listing of methods and a look at the head of %s', async (path) => {
    for (const method of ['OPTIONS', 'HEAD', 'PUT']) {
      expect(quotaOf(await client(server).raw(method, path))).toMatchObject({ name: 'address', remaining: 19 });
    }
  });

  it.each(FACADE)('are on %s %s, with or without its success', async (method, path) => {
    const answer = await client(server).raw(method, path);
    expect(quotaOf(answer)).toMatchObject({ name: 'address', limit: 20, remaining: 19 });
  });

  it('are on what does not exist, is too long, is no JSON, or of another type', async () => {
    const headers = { 'content-type': 'application/json' };
    const answers = [
      await client(server).get('/api/nothing'),
      await client(server).raw('POST', '/api/login', 'x'.repeat(70_000), { headers }),
      await client(server).raw('POST', '/api/login', '{', { headers }),
      await client(server).raw('POST', '/api/login', 'email=x', { headers: { 'content-type': 'text/plain' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 413, 400, 415]);
    for (const answer of answers) expect(quotaOf(answer).remaining).toBe(19);
  });

  it('say on a lockout when to come back, apart from the throttle', async () => {
    const person = { email: 'nobody@example.com', password: 'not the password' };
    const ip = nextAddress();
    const answers: Answer[] = [];
    for (let n = 1; n <= 6; n += 1) answers.push(await client(server, { ip }).post('/api/login', person));
    const refused = answers.at(-1) as Answer;
    expect([refused.status, quotaOf(refused).remaining]).toEqual([429, 14]);
    expect(Number(refused.headers.get('retry-after'))).toBe(refused.body['retry_after_seconds']);
  });

  // asvs:2.3.2
  it('count a stranger’s twenty down, one by one, and say when the twenty-first may come', async () => {
    const { points } = LIMITS['throttle.address'];
    const ip = nextAddress();
    const ask = () => client(server, { ip }).get('/api/me');
    for (let left = points - 1; left >= 0; left -= 1) {
      const answer = await ask();
      expect([answer.status, quotaOf(answer).remaining]).toEqual([401, left]);
      expect(answer.headers.has('retry-after')).toBe(false);
    }
    const refused = await ask();
    expect([refused.status, refused.body['code'], quotaOf(refused).remaining]).toEqual([429, 'rate_limited', 0]);
    expect(Number(refused.headers.get('retry-after'))).toBe(quotaOf(refused).reset);
    expect(refused.body['retry_after_seconds']).toBe(quotaOf(refused).reset);
    expect(quotaOf(refused).reset).toBeLessThanOrEqual(60);
    const facade = await client(server, { ip }).get('/api/auth/session');
    expect([facade.status, quotaOf(facade).remaining]).toEqual([200, 19]);
  });

  it('count a person’s fifty wherever they are, and tell their session’s apart', async () => {
    const { browser } = await signedInPerson(server);
    const from = () => client(server, { cookies: browser.cookies });
    const [first, second] = [await from().get('/api/me'), await from().get('/api/me')];
    expect([quotaOf(first), quotaOf(second)]).toMatchObject([
      { name: 'person', limit: 50, remaining: 49 },
      { name: 'person', limit: 50, remaining: 48 },
    ]);
    expect(quotaOf(await from().get('/api/auth/session'))).toMatchObject({ name: 'session', limit: 50, remaining: 49 });
  });

  it('are on the throttle’s own refusals of the façade, too', async () => {
    const ip = nextAddress();
    const ask = () => client(server, { ip }).get('/api/auth/session');
    const answers = await Promise.all(Array.from({ length: 25 }, ask));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    for (const answer of answers) quotaOf(answer);
    for (const { headers, body } of refused) {
      expect(Number(headers.get('retry-after'))).toBe(body['retry_after_seconds']);
    }
  });
});
