import { describe, expect, it } from 'vitest';
import { createClient } from '@/lib/client/create-client';

const json = (body: object, status = 200, type = 'application/json') =>
  Response.json(body, { status, headers: { 'content-type': type } });
const refusal = (code: string, status: number) =>
  json({ code, status, title: 'No', detail: 'No.' }, status, 'application/problem+json');

type Options = {
  /** What refreshing is answered with; without it, the session goes on under a new token. */
  refreshing?: () => Response | Promise<Response>;
  /** Whether the new token is as good as none. */
  isFutile?: boolean;
};

/** A server that takes one access token, `token-<n>`, and swaps it for the next at each refresh; the first is dead. */
function server({ refreshing, isFutile = false }: Options = {}) {
  const asked: string[] = [];
  let living = isFutile ? NaN : 1;
  let held = 0;
  const ask: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input.toString(), 'http://gate.example');
    const { authorization = 'none' } = Object.fromEntries(new Headers(init?.headers));
    asked.push(`${init?.method} ${pathname}`);
    if (pathname !== '/api/refresh') {
      return authorization === `Bearer token-${living}` ? json({ message: 'Done.' }) : refusal('unauthenticated', 401);
    }
    expect(authorization).toBe('none');
    if (refreshing) return refreshing();
    held += 1;
    return json({ message: 'The session goes on.', expires_at: '' });
  };
  const client = createClient({ fetch: ask, bearer: () => `token-${held}` });
  return { asked, ask, client, kill: () => void (living += 1) };
}

const times = (asked: readonly string[], call: string) => asked.filter((one) => one === call).length;

describe('calls without a living session', () => {
  it('have it refreshed once between them, and then are answered', async () => {
    const { client, asked } = server();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => client.getMe()));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    expect(times(asked, 'POST /api/refresh')).toBe(1);
    expect(times(asked, 'GET /api/me')).toBe(10);
  });

  it('may be writes: the refused one did nothing', async () => {
    const { client, asked } = server();
    expect(await client.endOtherSessions()).toMatchObject({ ok: true });
    expect(asked).toEqual(['DELETE /api/sessions', 'POST /api/refresh', 'DELETE /api/sessions']);
  });

  it('are refreshed for again when that session is over, too', async () => {
    const { client, asked, kill } = server();
    await client.getMe();
    kill();
    expect(await client.getMe()).toMatchObject({ ok: true });
    expect(times(asked, 'POST /api/refresh')).toBe(2);
  });

  it('join in what was refreshed while they were under way', async () => {
    const { ask, asked } = server();
    let letGo = () => {};
    const late = new Promise<void>((resolve) => (letGo = resolve));
    let held = 0;
    const slowly: typeof fetch = async (input, init) => {
      const response = await ask(input, init);
      if (init?.method === 'DELETE' && response.status === 401) await late;
      if (init?.method === 'POST') held += 1;
      return response;
    };
    const client = createClient({ fetch: slowly, bearer: () => `token-${held}` });
    const slow = client.endOtherSessions();
    expect(await client.getMe()).toMatchObject({ ok: true });
    letGo();
    expect(await slow).toMatchObject({ ok: true });
    expect(times(asked, 'POST /api/refresh')).toBe(1);
  });

  it('are refused once and for all when nothing can be refreshed', async () => {
    const { client, asked } = server({ refreshing: () => refusal('unauthenticated', 401) });
    const answers = await Promise.all([client.getMe(), client.listSessions()]);
    expect(answers).toMatchObject([
      { ok: false, problem: { code: 'unauthenticated', status: 401 } },
      { ok: false, problem: { code: 'unauthenticated', status: 401 } },
    ]);
    expect(asked.toSorted()).toEqual(['GET /api/me', 'GET /api/sessions', 'POST /api/refresh']);
  });

  it('are not sent a third time when the second one is refused as well', async () => {
    const { client, asked } = server({ isFutile: true });
    expect(await client.getMe()).toMatchObject({ ok: false, problem: { code: 'unauthenticated' } });
    expect(asked).toEqual(['GET /api/me', 'POST /api/refresh', 'GET /api/me']);
  });

  it.each<[string, () => Response | Promise<Response>]>([
    ['unreachable', () => Promise.reject(new TypeError('fetch failed'))],
    ['service_unavailable', () => refusal('service_unavailable', 503)],
    ['rate_limited', () => refusal('rate_limited', 429)],
  ])('say %s when that is why nobody knows whether they have one', async (code, refreshing) => {
    const { client } = server({ refreshing });
    expect(await client.getMe()).toMatchObject({ ok: false, problem: { code } });
  });

  it('are given up while it is refreshed, as they are otherwise', async () => {
    const giveUp = new AbortController();
    const { client } = server({
      refreshing: () => {
        giveUp.abort();
        return new Promise(() => undefined);
      },
    });
    await expect(client.getMe({}, { signal: giveUp.signal })).rejects.toThrow('aborted');
  });

  it.each(['logout', 'refresh'] as const)('by %s are its own to judge', async (name) => {
    const { client, asked } = server({ refreshing: () => refusal('unauthenticated', 401) });
    expect(await client[name]()).toMatchObject({ ok: false });
    expect(asked).toHaveLength(1);
  });
});
