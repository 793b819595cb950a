import { describe, expect, it } from 'vitest';
import { catalogue, type CatalogueRow } from '@/lib/http/catalogue';
import { client, nextAddress, type Answer, type Client } from '../harness/client';
import { registeredPerson, signedInPerson, type PersonInBrowser } from '../harness/people';
import { personWithRoles } from '../harness/roles';
import { useServer, useSharedServer, WIDE_THROTTLES } from '../harness/use-server';
import { hostileEndpoints, type HostileCase, type Identity, type Sent } from '../hostile/cases';
import { faultsOf, SLOW_MS } from '../hostile/faults';
import { UNDECODABLE_PATHS } from '../hostile/paths';
import { makeThings, sampleFor } from '../hostile/samples';
import { MARK } from '../hostile/values';

/** One person sends everything to an endpoint: their window is wide enough for it. */
const server = useSharedServer(WIDE_THROTTLES);
/** The same program under other keys: its cookies look right and open nothing here. */
const foreign = useServer({
  env: { SECRET_KEY: 'x'.repeat(32), JWE_KEY: Buffer.alloc(32, 7).toString('base64url') },
});

const JSON_TYPE = 'application/json';

const endpoints = hostileEndpoints(catalogue);

/** The cookies of each identity, at the start. */
async function cookiesOf(person: PersonInBrowser): Promise<Map<Identity, Client['cookies']>> {
  const stranger = await signedInPerson(foreign);
  return new Map([
    ['nobody', new Map<string, string>()],
    ['somebody', person.browser.cookies],
    ['foreign', stranger.browser.cookies],
  ]);
}

function newPasswordIn(body: unknown): string | undefined {
  try {
    return (JSON.parse(String(body)) as { new_password?: string }).new_password;
  } catch {
    // Read by the server all the same: a byte order mark.
    return undefined;
  }
}

/** Whoever was signed out by what they did signs in anew, with the password that they may have changed. */
async function renewed(person: PersonInBrowser, { body }: Sent): Promise<PersonInBrowser> {
  if ((await person.browser.get('/api/me')).status === 200) return person;
  const password = newPasswordIn(body) ?? person.password;
  const browser = client(server);
  const typed = JSON.stringify({ email: person.email, password });
  // Raw: a hostile text is no secret, and the record may well hold it as something else.
  const { status } = await browser.raw('POST', '/api/login', typed, { headers: { 'content-type': JSON_TYPE } });
  return status === 200 ? { ...person, password, browser } : signedInPerson(server);
}

async function send({ method }: CatalogueRow, { path, headers, body }: Sent, cookies: Client['cookies'] = new Map()) {
  const startedAt = performance.now();
  const answer = await client(server, { cookies, ip: nextAddress() }).raw(method, path, body, { headers });
  return { answer, ms: performance.now() - startedAt };
}

/** A busy machine is slow now and then; a pattern that goes wild is slow each time. */
async function sendAgainWhileSlow(...sent: Parameters<typeof send>) {
  const first = await send(...sent);
  let { ms } = first;
  for (let again = 0; again < 2 && ms > SLOW_MS; again += 1) ms = (await send(...sent)).ms;
  return { ...first, ms };
}

function report(row: CatalogueRow, hostile: HostileCase, answer: Answer, ms: number): string[] {
  return faultsOf(row, hostile, answer, ms).map(
    (fault) => `${hostile.name}: the answer ${fault} (${answer.status} ${answer.text.slice(0, 200)})`,
  );
}

describe('hostile input', () => {
  it('is at least five hundred cases, each with a name of its own', () => {
    const names = endpoints.flatMap(({ endpoint, cases }) => cases.map(({ name }) => `${endpoint}: ${name}`));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(500);
    for (const { endpoint, cases } of endpoints) expect(cases.length, endpoint).toBeGreaterThanOrEqual(6);
  });

  // asvs:2.2.1 asvs:2.2.2 asvs:16.5.1 asvs:3.2.1 asvs:3.4.2 asvs:3.4.4 asvs:3.4.6 asvs:3.5.8
  it.concurrent.each(endpoints)(
    'to $endpoint gets a documented answer, in time, that neither repeats it nor tells of our insides',
    { timeout: 600_000 },
    async ({ row, cases }) => {
      const faults: string[] = [];
      const isForFew = typeof row.useCase.access !== 'string';
      let person: PersonInBrowser = isForFew ? await personWithRoles(server, ['admin']) : await signedInPerson(server);
      const things = await makeThings(row, server.database);
      const cookies = await cookiesOf(person);
      for (const hostile of cases) {
        const sent = hostile.toSent(sampleFor(row, person, things));
        const { answer, ms } = await sendAgainWhileSlow(row, sent, cookies.get(sent.as));
        faults.push(...report(row, hostile, answer, ms));
        // What administrators do leaves them signed in.
        if (isForFew || answer.status >= 300 || row.method === 'GET' || sent.as !== 'somebody') continue;
        person = await renewed(person, sent);
        cookies.set('somebody', person.browser.cookies);
      }
      expect(faults).toEqual([]);
    },
  );

  it.each(UNDECODABLE_PATHS)('that is no text (%s) is refused in the path of every endpoint', async (_, part) => {
    for (const { row } of endpoints.filter(({ row }) => row.path.includes('{'))) {
      const answer = await client(server).raw(row.method, row.path.replaceAll(/\{\w+\}/g, part));
      expect([400, 401, 404], answer.text).toContain(answer.status);
      expect(answer.text).not.toMatch(/Error|node_modules|\bat /);
    }
  });

  it('leaves no error in the log, and no line but our own', () => {
    const lines = server.logs();
    const foreignLines = lines.filter((line) => line.includes(MARK) || line.includes('"level":"error"'));
    expect(foreignLines).toEqual([]);
    const ours = lines.filter((line) => line.includes('a request was refused'));
    expect(ours.length).toBeGreaterThanOrEqual(500);
    const keys = ours.map((line) => Object.keys(JSON.parse(line) as object).join());
    expect(new Set(keys)).toEqual(new Set(['level,time,requestId,code,msg']));
  });
});

describe('the size of a body', () => {
  const sized = (bytes: number) => `{"email":"${'x'.repeat(bytes - 12)}"}`;

  it('may be 64 KiB, and not a byte more, declared or streamed', async () => {
    const headers = { 'content-type': JSON_TYPE };
    expect((await client(server).raw('POST', '/api/login', sized(65_536), { headers })).status).toBe(400);
    const declared = await client(server).raw('POST', '/api/login', sized(65_537), { headers });
    expect([declared.status, declared.body['code']]).toEqual([413, 'payload_too_large']);
    const response = await fetch(`${server.url}/api/login`, {
      method: 'POST',
      headers,
      body: new Blob([sized(100_000)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });
});

describe('the kind of a body', () => {
  // asvs:3.5.2
  it.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', ''])(
    'may not be %j',
    async (type) => {
      const answer = await client(server).raw('POST', '/api/login', '{}', { headers: { 'content-type': type } });
      expect([answer.status, answer.body['code']]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('may name its charset', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await client(server).raw('POST', '/api/login', '{}', { headers })).body['code']).toBe('invalid_input');
  });
});

describe('cookies that look right', () => {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  /** The token under another header: the ciphertext is authenticated together with the one it was sealed with. */
  function withHeader(token: string, changes: Record<string, unknown>): string {
    const [header = '', ...rest] = token.split('.');
    const own = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
    return [encoded({ ...own, ...changes }), ...rest].join('.');
  }

  const flipped = (token: string) => token.replace(/.(?=[^.]*$)/, (last) => (last === 'A' ? 'B' : 'A'));

  type Tokens = { access: string; refresh: string; activation: string };
  /** What stands in the cookies, by name; each must be worth as much as nothing. */
  const WORTHLESS: [name: string, cookiesOf: (tokens: Tokens) => [string, string][]][] = [
    ['each in the place of another', (own) => swapped(own)],
    ['a kid of no key', (own) => tampered(own, { kid: 'AAAAAAAA' })],
    ['a kid that is no text', (own) => tampered(own, { kid: { $ne: null } })],
    ['no kid', (own) => tampered(own, { kid: undefined })],
    ['another algorithm', (own) => tampered(own, { alg: 'A256KW' })],
    [
      'an algorithm of passwords, at any cost',
      (own) => tampered(own, { alg: 'PBES2-HS256+A128KW', p2c: 2 ** 31, p2s: 'AA' }),
    ],
    ['no algorithm', (own) => tampered(own, { alg: 'none' })],
    ['another encryption', (own) => tampered(own, { enc: 'A128CBC-HS256' })],
    ['compression', (own) => tampered(own, { zip: 'DEF' })],
    ['a critical extension', (own) => tampered(own, { crit: ['b64'], b64: false })],
    ['a changed seal', (own) => named(own, flipped)],
    ['8 KiB of it', (own) => named(own, (token) => `${token}.${'A'.repeat(2700)}`)],
    ['8 KiB of nothing', () => [['access_token', 'A'.repeat(8192)]]],
    ['the nameless', () => [['', '']]],
    [
      'names of the prototype',
      () => [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    ],
  ];

  const named = ({ access, refresh, activation }: Tokens, change: (token: string) => string): [string, string][] => [
    ['access_token', change(access)],
    ['refresh_token', change(refresh)],
    ['activation', change(activation)],
  ];
  const swapped = ({ access, refresh, activation }: Tokens) =>
    named({ access: refresh, refresh: activation, activation: access }, (token) => token);
  const tampered = (own: Tokens, changes: Record<string, unknown>) => named(own, (token) => withHeader(token, changes));

  let issued: Promise<Tokens> | undefined;
  /** The same for all: what is worth nothing spends nothing. */
  const issuedTokens = () => (issued ??= issueTokens());

  async function issueTokens(): Promise<Tokens> {
    const [{ browser }, registered] = await Promise.all([signedInPerson(server), registeredPerson(server)]);
    const valueIn = (jar: Map<string, string>, name: string) => jar.get(name) ?? '';
    return {
      access: valueIn(browser.cookies, 'access_token'),
      refresh: valueIn(browser.cookies, 'refresh_token'),
      activation: valueIn(registered.browser.cookies, 'activation'),
    };
  }

  // asvs:7.2.1 asvs:9.1.1 asvs:9.1.2 asvs:9.1.3 asvs:11.2.5
  it.each(WORTHLESS)('are worth nothing: %s', async (_, cookiesOf) => {
    const cookies = cookiesOf(await issuedTokens());
    const ask = () => client(server, { cookies });
    for (const answer of [await ask().get('/api/me'), await ask().post('/api/refresh')]) {
      expect([answer.status, answer.body['code']]).toEqual([401, 'unauthenticated']);
    }
    expect((await ask().post('/api/logout')).status).toBe(200);
    const unproven = await ask().post('/api/active-account', { activation_code: '000000' });
    expect([unproven.status, unproven.body['code']]).toEqual([401, 'unauthenticated']);
    const page = await ask().get('/dashboard');
    expect([page.status, page.headers.get('location')]).toEqual([307, '/login?next=%2Fdashboard']);
    expect((await ask().get('/login')).status).toBe(200);
  });

  it('are the first of their name, where there are several', async () => {
    const { access } = await issuedTokens();
    const send = (cookie: string) => client(server).get('/api/me', { headers: { cookie } });
    expect((await send(`access_token=${access}; access_token=garbage`)).status).toBe(200);
    expect((await send(`access_token=garbage; access_token=${access}`)).status).toBe(401);
    const many = Array.from({ length: 200 }, () => 'access_token=x').join('; ');
    expect((await send(many)).status).toBe(401);
  });
});
