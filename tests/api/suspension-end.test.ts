import { describe, expect, it } from 'vitest';
import { isSignedIn, managerAndReport, suspendByHand } from '../harness/chain';
import { client, type Answer, type Client } from '../harness/client';
import { mailsTo } from '../harness/mailbox';
import { activatedPerson, registeredPerson, signedInAgain, signedInPerson, type Person } from '../harness/people';
import { until } from '../harness/poll';
import { locationOf, newClaims, signInAtProvider } from '../harness/provider-walk';
import { askForReset, FRESH_PASSWORD, reset, whenRequestsAreAnswered } from '../harness/reset';
import { refusalOf } from '../harness/roles';
import { useProvider } from '../harness/use-provider';

const { provider, server } = await useProvider();

const signIn = ({ email, password }: Pick<Person, 'email' | 'password'>): Promise<Answer> =>
  client(server).post('/api/login', { email, password });

const placeAfter = async (browser: Client, claims: Parameters<typeof signInAtProvider>[2]) =>
  locationOf(await signInAtProvider(provider, browser, claims)).replace(server.url, '');

const REFUSED = '/login?error=AccountSuspended';

describe('a suspension with an end', () => {
  it('is over by itself at that moment, and what it ended stays ended', async () => {
    const { manager, report } = await managerAndReport(server);
    expect(await isSignedIn(report.browser)).toBe(true);
    const before = report.browser.copy();
    const end = Date.now() + 3_000;
    const suspension = { reason: 'A short one', until: new Date(end).toISOString() };
    const path = `/api/users/${report.id}`;
    expect((await manager.browser.post(`${path}/suspend`, suspension)).status).toBe(200);
    expect(refusalOf(await signIn(report))).toEqual([403, 'account_suspended']);
    await until('the end to come', () => Promise.resolve(Date.now() > end));
    const browser = await signedInAgain(server, report);
    expect(await isSignedIn(browser)).toBe(true);
    const { body } = await manager.browser.get(path);
    expect(body).toMatchObject({ status: 'active', suspended_until: null, suspended_reason: null });
    expect(refusalOf(await before.copy().post('/api/refresh'))).toEqual([401, 'unauthenticated']);
    expect(await isSignedIn(before)).toBe(false);
  });
});

describe.each([
  ['before its end', 'holds'],
  ['after its end', 'is over'],
] as const)('%s', (_, how) => {
  const isOver = how === 'is over';

  it(`a sign-in by password ${isOver ? 'goes through' : 'is refused, but only after the right one'}`, async () => {
    const person = await activatedPerson(server);
    await suspendByHand(server, person.email, how);
    expect(refusalOf(await signIn({ ...person, password: 'not it' }))).toEqual([401, 'invalid_credentials']);
    expect(refusalOf(await signIn(person))).toEqual(isOver ? [200, undefined] : [403, 'account_suspended']);
  });

  it(`an activation ${isOver ? 'goes through' : 'is refused'}`, async () => {
    const { browser, code, email } = await registeredPerson(server);
    await suspendByHand(server, email, how);
    const answer = await browser.post('/api/active-account', { activation_code: code });
    expect(refusalOf(answer)).toEqual(isOver ? [200, undefined] : [403, 'account_suspended']);
  });

  it(`a session is ${isOver ? 'as good as any' : 'no session, by either of its tokens'}`, async () => {
    const { browser, email } = await signedInPerson(server);
    await suspendByHand(server, email, how);
    for (const name of ['access_token', 'refresh_token']) {
      const half = browser.copy();
      half.cookies.delete(name);
      expect(await isSignedIn(half)).toBe(isOver);
    }
    const refreshed = await browser.copy().post('/api/refresh');
    expect(refusalOf(refreshed)).toEqual(isOver ? [200, undefined] : [401, 'unauthenticated']);
  });

  it(`a provider’s identity ${isOver ? 'opens a session' : 'is refused in words'}, known or new`, async () => {
    const claims = newClaims();
    await placeAfter(client(server), claims);
    const other = await activatedPerson(server);
    for (const { email } of [claims, other]) await suspendByHand(server, email, how);
    const expected = isOver ? '/dashboard' : REFUSED;
    expect(await placeAfter(client(server), claims)).toBe(expected);
    expect(await placeAfter(client(server), newClaims({ email: other.email }))).toBe(expected);
  });

  it(`a request for a reset link ${isOver ? 'is answered by mail' : 'gets the same answer and no mail'}`, async () => {
    const { email } = await activatedPerson(server);
    await suspendByHand(server, email, how);
    const earlier = (await mailsTo(server, email)).length;
    expect((await client(server).post('/api/request-reset-password', { email })).status).toBe(200);
    await whenRequestsAreAnswered(server);
    const sent = () => mailsTo(server, email).then(({ length }) => length - earlier);
    if (isOver) await until('the mail', async () => (await sent()) === 1);
    else expect(await sent()).toBe(0);
  });

  it(`a reset link ${isOver ? 'sets a password' : 'is good for nothing'}`, async () => {
    const { email } = await activatedPerson(server);
    const { token } = await askForReset(server, email);
    await suspendByHand(server, email, how);
    const answer = await reset(client(server), token, FRESH_PASSWORD);
    expect(refusalOf(answer)).toEqual(isOver ? [200, undefined] : [410, 'invalid_token']);
  });
});
