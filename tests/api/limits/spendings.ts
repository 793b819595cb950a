import type { LimitName } from '@/lib/domain/limit-table';
import { client, nextAddress, type Answer } from '../../harness/client';
import { activatedPerson, newPerson, registeredPerson, registrationOf, signedInPerson } from '../../harness/people';
import { until } from '../../harness/poll';
import type { TestServer } from '../../harness/server';

/** The server of the n-th request: instances take turns. */
export type ServerOf = (n: number) => TestServer;

/** One subject's way to use up a limit. */
export type Spending = {
  /** The n-th try, sent to the n-th server. */
  spend: (n: number) => Promise<Answer>;
  /** The status of a try that is let through. */
  passes: number;
  /** The same with what is right: a limit that is used up is closed to it, too. */
  right?: () => Promise<Answer>;
  /** Somebody else's, which the limit does not concern; let through with this status. */
  another: () => Promise<Answer>;
  anotherPasses?: number;
};

type Row = {
  /** The operation that uses it up, as the catalogue has it. */
  operation: string;
  begin: (serverOf: ServerOf) => Promise<Spending>;
};

const wrongCode = (code: string, n: number) => String((Number(code) + n + 1) % 1_000_000).padStart(6, '0');

async function guessCodes(serverOf: ServerOf): Promise<Spending> {
  const [person, other] = [await registeredPerson(serverOf(0)), await registeredPerson(serverOf(0))];
  const type = ({ browser }: typeof person, server: TestServer, activation_code: string) =>
    client(server, { cookies: browser.cookies }).post('/api/active-account', { activation_code });
  return {
    spend: (n) => type(person, serverOf(n), wrongCode(person.code, n)),
    passes: 400,
    right: () => type(person, serverOf(1), person.code),
    another: () => type(other, serverOf(1), wrongCode(other.code, 0)),
  };
}

type Guess = { email?: string; ip?: string };

/** Wrong passwords: of this account or of a new one each time, from this address or from a new one each time. */
async function guessPasswords(serverOf: ServerOf, always: { account: boolean; address: boolean }): Promise<Spending> {
  const { email, password } = await activatedPerson(serverOf(0));
  const ip = nextAddress();
  const signIn = (n: number, { email: typed = email, ip: from = ip }: Guess, secret: string) =>
    client(serverOf(n), { ip: from }).post('/api/login', { email: typed, password: secret });
  const guess = (): Guess => ({
    ...(!always.account && { email: newPerson().email }),
    ...(!always.address && { ip: nextAddress() }),
  });
  const stranger = await activatedPerson(serverOf(0));
  return {
    spend: (n) => signIn(n, guess(), 'not the password'),
    passes: 401,
    right: () => signIn(1, always.address ? {} : { ip: nextAddress() }, password),
    another: () =>
      always.address
        ? signIn(1, { ip: nextAddress() }, password)
        : signIn(1, { email: stranger.email }, stranger.password),
    anotherPasses: 200,
  };
}

async function resend(serverOf: ServerOf): Promise<Spending> {
  const { email } = newPerson();
  const ask = (n: number, address: string) => client(serverOf(n)).post('/api/resend-code', { email: address });
  return { spend: (n) => ask(n, email), passes: 200, another: () => ask(1, newPerson().email) };
}

/** Waits for the pause between two mails, which says of itself that it lasts a second at most: the settings make it so. */
async function resendWithPauses(serverOf: ServerOf): Promise<Spending> {
  const { spend, ...rest } = await resend(serverOf);
  const isPause = ({ status, headers }: Answer) => status === 429 && Number(headers.get('retry-after')) <= 1;
  return {
    ...rest,
    spend: (n) =>
      until('the pause to pass', async () => {
        const answer = await spend(n);
        return isPause(answer) ? null : answer;
      }),
  };
}

/** Requests from this address, or from a new one each time. */
type Send = (n: number, ip: string) => Promise<Answer>;

function fromOneAddress(passes: number, send: Send): Spending {
  const ip = nextAddress();
  return { spend: (n) => send(n, ip), passes, another: () => send(1, nextAddress()) };
}

const askForLink = (server: TestServer, ip: string, email: string) =>
  client(server, { ip }).post('/api/request-reset-password', { email });

function tryLink(server: TestServer, ip: string): Promise<Answer> {
  const password = 'seven green umbrellas';
  const body = { new_password: password, confirm_password: password };
  return client(server, { ip }).post(`/api/reset-password/${'x'.repeat(43)}`, body);
}

/** Every row of the table of limits, with an operation that uses it up: a new row does not compile without one. */
export const SPENDINGS: Record<LimitName, Row> = {
  'throttle.person': {
    operation: 'GET /api/me',
    begin: async (serverOf) => {
      const [person, other] = [await signedInPerson(serverOf(0)), await signedInPerson(serverOf(0))];
      const look = (n: number, { browser }: typeof person) =>
        client(serverOf(n), { cookies: browser.cookies }).get('/api/me');
      return { spend: (n) => look(n, person), passes: 200, another: () => look(1, other) };
    },
  },
  'throttle.address': {
    operation: 'GET /api/me',
    begin: async (serverOf) => fromOneAddress(401, (n, ip) => client(serverOf(n), { ip }).get('/api/me')),
  },
  'activation.account': { operation: 'POST /api/active-account', begin: guessCodes },
  'resend.gap': { operation: 'POST /api/resend-code', begin: resend },
  'resend.account': { operation: 'POST /api/resend-code', begin: resendWithPauses },
  'login.account_address': {
    operation: 'POST /api/login',
    begin: (serverOf) => guessPasswords(serverOf, { account: true, address: true }),
  },
  'login.account': {
    operation: 'POST /api/login',
    begin: (serverOf) => guessPasswords(serverOf, { account: true, address: false }),
  },
  'login.address': {
    operation: 'POST /api/login',
    begin: (serverOf) => guessPasswords(serverOf, { account: false, address: true }),
  },
  'register.address': {
    operation: 'POST /api/register',
    begin: async (serverOf) =>
      fromOneAddress(201, (n, ip) => client(serverOf(n), { ip }).post('/api/register', registrationOf(newPerson()))),
  },
  'reset.email': {
    operation: 'POST /api/request-reset-password',
    begin: async (serverOf) => {
      const { email } = await activatedPerson(serverOf(0));
      return {
        spend: (n) => askForLink(serverOf(n), nextAddress(), email),
        passes: 200,
        another: () => askForLink(serverOf(1), nextAddress(), newPerson().email),
      };
    },
  },
  'reset.request_address': {
    operation: 'POST /api/request-reset-password',
    begin: async (serverOf) => fromOneAddress(200, (n, ip) => askForLink(serverOf(n), ip, newPerson().email)),
  },
  'reset.address': {
    operation: 'POST /api/reset-password/{token}',
    begin: async (serverOf) => fromOneAddress(410, (n, ip) => tryLink(serverOf(n), ip)),
  },
};
