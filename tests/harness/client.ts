import { judgeAnswer } from './answer-watch';
import { exchangeProblems, rememberTyped } from './token-guard';
import { workerWide } from './worker-wide';

/** What came back. `body` is the parsed JSON when it was an object, otherwise `{}`; `text` is as it came. */
export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
  /** The cookies of this answer, as their whole Set-Cookie lines. */
  setCookies: string[];
};

type Options = { headers?: Record<string, string>; redirect?: RequestRedirect };
type ClientOptions = {
  ip?: string;
  cookies?: Iterable<readonly [string, string]>;
  /** What it says it is; without it, what Node's fetch says. */
  userAgent?: string | undefined;
};

const addresses = workerWide('addresses', () => ({ last: 0 }));

/** An address that no other client of this run has, so that nobody's limits are spent by another test. */
export function nextAddress(): string {
  addresses.last += 1;
  const worker = process.pid % 250;
  return `10.${worker}.${Math.floor(addresses.last / 250)}.${(addresses.last % 250) + 1}`;
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const name = pair.slice(0, at).trim();
  const isOver = attributes.some((attribute) => {
    const [key = '', value = ''] = attribute.trim().split('=');
    if (key.toLowerCase() === 'max-age') return Number(value) <= 0;
    return key.toLowerCase() === 'expires' && Date.parse(value) <= Date.now();
  });
  if (isOver) jar.delete(name);
  else jar.set(name, pair.slice(at + 1));
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/**
 * A browser without a window: a cookie jar and an address of its own. It follows no redirect unless told to, and throws
 * at an answer that shows a token where none belongs, or, in the tests of the API, that is not as it is documented.
 */
export function client(server: { url: string }, { ip = nextAddress(), cookies = [], userAgent }: ClientOptions = {}) {
  const jar = new Map(cookies);

  /** Sends anything, however broken: `body` goes out as it is. */
  async function raw(method: string, path: string, body?: BodyInit, options: Options = {}): Promise<Answer> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const url = new URL(path, server.url).href;
    const response = await fetch(url, {
      method,
      redirect: options.redirect ?? 'manual',
      headers: {
        'x-forwarded-for': ip,
        ...(userAgent !== undefined && { 'user-agent': userAgent }),
        ...(cookie === '' ? {} : { cookie }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) keep(jar, line);
    const text = await response.text();
    const { status, headers } = response;
    const problems = [
      ...exchangeProblems({ method, url, headers, setCookies, text }),
      ...(await judgeAnswer({ method, url: response.url || url, status, headers, text })),
    ];
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return { status, headers, text, body: objectIn(text), setCookies };
  }

  const json =
    (method: string) =>
    (path: string, body?: unknown, options: Options = {}): Promise<Answer> => {
      if (body === undefined) return raw(method, path, undefined, options);
      rememberTyped(body);
      const headers = { 'content-type': 'application/json', ...options.headers };
      return raw(method, path, JSON.stringify(body), { ...options, headers });
    };

  return {
    ip,
    /** Cookie values by name; what is written here is sent. */
    cookies: jar,
    raw,
    get: (path: string, options: Options = {}) => raw('GET', path, undefined, options),
    post: json('POST'),
    patch: json('PATCH'),
    put: json('PUT'),
    delete: json('DELETE'),
    /** The same cookies, in a jar of its own and from the same address. */
    copy: () => client(server, { ip, cookies: jar, userAgent }),
  };
}

export type Client = ReturnType<typeof client>;

/** What a program that keeps cookies would give as its `fetch`; the bodies that it sends are added to `sent`. */
export function rawFetch(browser: Client, sent: string[] = []): typeof fetch {
  return async (input, init = {}) => {
    const { method = 'GET', body } = init;
    if (typeof body === 'string') sent.push(body);
    const headers = Object.fromEntries(new Headers(init.headers));
    const answer = await browser.raw(
      method,
      input instanceof Request ? input.url : input.toString(),
      body ?? undefined,
      { headers },
    );
    return new Response(answer.text, { status: answer.status, headers: answer.headers });
  };
}
