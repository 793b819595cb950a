import { describe, expect, it } from 'vitest';
import { isSignedIn, managerAndReport, NOBODYS_IDS, onlyAdmin, putUnder, recordOf } from '../harness/chain';
import { client } from '../harness/client';
import { mailsTo } from '../harness/mailbox';
import { newPerson, signedInAgain } from '../harness/people';
import { locationOf, newClaims, signInAtProvider } from '../harness/provider-walk';
import { askForReset, FRESH_PASSWORD, reset, whenRequestsAreAnswered } from '../harness/reset';
import { makeRole, personWithRoles, refusalOf } from '../harness/roles';
import { useProvider } from '../harness/use-provider';

const { provider, server } = await useProvider();

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const pathOf = (id: string) => `/api/users/${id}/suspend`;
const WHY = { reason: 'Left the company' };

const signIn = ({ email, password }: { email: string; password: string }) =>
  client(server).post('/api/login', { email, password });

describe('200', () => {
  // asvs:7.4.2 asvs:8.3.2
  it('shuts out the person with the very next request of each of their sessions', async () => {
    const { manager, report } = await managerAndReport(server);
    const another = await signedInAgain(server, report);
    expect([await isSignedIn(report.browser), await isSignedIn(another)]).toEqual([true, true]);
    const until = inDays(3);
    const answer = await manager.browser.post(pathOf(report.id), { ...WHY, until });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: report.id,
      status: 'suspended',
      suspended_until: until,
      suspended_reason: WHY.reason,
    });
    for (const browser of [report.browser, another]) {
      const next = await browser.get('/api/me');
      expect(refusalOf(next)).toEqual([401, 'unauthenticated']);
      expect([...browser.cookies.keys()]).toEqual([]);
    }
  });

  // asvs:6.3.8
  it('leaves them no way in, and says why only after the right password', async () => {
    const { manager, report } = await managerAndReport(server);
    const claims = newClaims({ email: report.email });
    const byProvider = client(server);
    await signInAtProvider(provider, byProvider, claims);
    expect(await isSignedIn(byProvider)).toBe(true);
    const { token } = await askForReset(server, report.email);
    const copy = report.browser.copy();
    const mailsBefore = (await mailsTo(server, report.email)).length;
    await manager.browser.post(pathOf(report.id), WHY);

    expect(refusalOf(await signIn({ ...report, password: 'not it' }))).toEqual([401, 'invalid_credentials']);
    const right = await signIn(report);
    expect([...refusalOf(right), right.setCookies]).toEqual([403, 'account_suspended', []]);
    const refreshed = await copy.post('/api/refresh');
    expect(refusalOf(refreshed)).toEqual([401, 'unauthenticated']);
    expect([...copy.cookies.keys()]).toEqual([]);
    expect(await isSignedIn(byProvider)).toBe(false);
    const googled = locationOf(await signInAtProvider(provider, client(server), claims));
    expect(googled.replace(server.url, '')).toBe('/login?error=AccountSuspended');
    expect(refusalOf(await reset(client(server), token, FRESH_PASSWORD))).toEqual([410, 'invalid_token']);
    const [theirs, nobodys] = [report.email, newPerson().email];
    const asked = [
      await client(server).post('/api/request-reset-password', { email: theirs }),
      await client(server).post('/api/request-reset-password', { email: nobodys }),
    ];
    expect(asked[0]?.body).toEqual(asked[1]?.body);
    await whenRequestsAreAnswered(server);
    expect(await mailsTo(server, theirs)).toHaveLength(mailsBefore);
  });

  it('is on the record, with reason and end', async () => {
    const { manager, report } = await managerAndReport(server);
    const until = inDays(1);
    await manager.browser.post(pathOf(report.id), { ...WHY, until });
    expect(await recordOf(server, report.id, 'person.suspended')).toEqual([
      { actor_id: manager.id, data: { ...WHY, until } },
    ]);
  });

  it('again replaces reason and end, and not when it began', async () => {
    const { manager, report } = await managerAndReport(server);
    const beginning = async () =>
      (await server.database.query('SELECT suspended_at FROM users WHERE id = $1', [report.id])).rows;
    await manager.browser.post(pathOf(report.id), { ...WHY, until: inDays(1) });
    const began = await beginning();
    const answer = await manager.browser.post(pathOf(report.id), { reason: 'For good', until: null });
    expect(answer.body).toMatchObject({ suspended_until: null, suspended_reason: 'For good' });
    expect(await beginning()).toEqual(began);
  });

  it('of many at the same moment is one suspension', async () => {
    const { manager, report } = await managerAndReport(server);
    const reasons = ['a', 'b', 'c', 'd', 'e', 'f'];
    const answers = await Promise.all(reasons.map((reason) => manager.browser.post(pathOf(report.id), { reason })));
    expect(answers.map(({ status }) => status)).toEqual(reasons.map(() => 200));
    const { body } = await manager.browser.get(`/api/users/${report.id}`);
    expect(reasons).toContain(body['suspended_reason']);
    expect(await recordOf(server, report.id, 'person.suspended')).toHaveLength(reasons.length);
  });

  // asvs:7.4.2
  it('leaves no session to a sign-in of the same moment', async () => {
    const { manager, report } = await managerAndReport(server);
    const signIns = [1, 2, 3, 4].map(() => signIn(report));
    const suspended = manager.browser.post(pathOf(report.id), WHY);
    await Promise.all([...signIns, suspended]);
    const { rows } = await server.database.query('SELECT 1 FROM sessions WHERE user_id = $1 AND revoked_at IS NULL', [
      report.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('knows a person by their id in capitals, too', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const { report } = await managerAndReport(server);
    expect(await isSignedIn(report.browser)).toBe(true);
    expect((await admin.browser.post(pathOf(report.id.toUpperCase()), WHY)).status).toBe(200);
    expect(await isSignedIn(report.browser)).toBe(false);
  });
});

describe('400', () => {
  it.each([
    ['no reason', {}, 'reason'],
    ['an empty reason', { reason: '  ' }, 'reason'],
    ['a reason with control characters', { reason: 'a\u0007b' }, 'reason'],
    ['an endless reason', { reason: 'x'.repeat(501) }, 'reason'],
    ['an end that is no time', { ...WHY, until: 'tomorrow' }, 'until'],
    ['an end on no day', { ...WHY, until: '2030-02-30T00:00:00Z' }, 'until'],
    ['an end beyond the calendar', { ...WHY, until: '9999-12-31T23:59:59-23:59' }, 'until'],
    ['an end before it', { ...WHY, until: '0000-01-01T00:00:00+23:59' }, 'until'],
    ['an end that has passed', { ...WHY, until: new Date(Date.now() - 1000).toISOString() }, 'until'],
  ])('does not take %s', async (_, body, field) => {
    const { manager, report } = await managerAndReport(server);
    const answer = await manager.browser.post(pathOf(report.id), body);
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body['fields'] as object)).toEqual([field]);
    expect(await isSignedIn(report.browser)).toBe(true);
  });
});

describe('401 and 403', () => {
  it('is for those alone who may suspend', async () => {
    const { report } = await managerAndReport(server);
    const other = await personWithRoles(server, ['member']);
    expect(refusalOf(await client(server).post(pathOf(report.id), WHY))).toEqual([401, 'unauthenticated']);
    for (const id of [report.id, other.id, ...NOBODYS_IDS]) {
      expect(refusalOf(await other.browser.post(pathOf(id), WHY))).toEqual([403, 'forbidden']);
    }
  });

  // asvs:8.2.2 asvs:8.2.1
  it('is not for people of one’s own rank or above, nor for who is not below one in the chain', async () => {
    const { manager, report } = await managerAndReport(server);
    const { report: stranger } = await managerAndReport(server);
    const [equal, above] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['admin'])];
    for (const person of [equal, above]) await putUnder(server, manager, person);
    for (const { id, browser } of [equal, above, stranger]) {
      expect(refusalOf(await manager.browser.post(pathOf(id), WHY))).toEqual([403, 'forbidden']);
      expect(await isSignedIn(browser)).toBe(true);
    }
    expect((await manager.browser.post(pathOf(report.id), WHY)).status).toBe(200);
  });

  it('is for nobody about themselves', async () => {
    const [admin] = [await personWithRoles(server, ['admin']), await personWithRoles(server, ['admin'])];
    expect(refusalOf(await admin.browser.post(pathOf(admin.id), WHY))).toEqual([403, 'forbidden']);
    expect(await isSignedIn(admin.browser)).toBe(true);
  });

  it('follows where somebody is moved to', async () => {
    const { manager, report } = await managerAndReport(server);
    await putUnder(server, null, report);
    expect(refusalOf(await manager.browser.post(pathOf(report.id), WHY))).toEqual([403, 'forbidden']);
  });
});

describe('404', () => {
  it('is the answer for nobody’s id', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    for (const id of NOBODYS_IDS) {
      expect([id, ...refusalOf(await browser.post(pathOf(id), WHY))]).toEqual([id, 404, 'not_found']);
    }
  });

  // asvs:8.2.2
  it('hides whom the caller may not see', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const role = await makeRole(admin.browser, { level: 40, permissions: ['users.suspend'] });
    const blind = await personWithRoles(server, [role]);
    const { report } = await managerAndReport(server);
    expect(refusalOf(await blind.browser.post(pathOf(report.id), WHY))).toEqual([404, 'not_found']);
  });
});

describe('409', () => {
  /** Somebody at level 1 who may suspend, and administer nothing else. */
  async function warden() {
    const admin = await personWithRoles(server, ['admin']);
    const role = await makeRole(admin.browser, { level: 1, permissions: ['users.read', 'users.suspend'] });
    const last = await onlyAdmin(server);
    return { last, warden: await personWithRoles(server, [role]) };
  }

  it.each([{}, { until: inDays(1) }])('keeps the last administrator in, %j', async (end) => {
    const { last, warden: other } = await warden();
    const answer = await other.browser.post(pathOf(last.id), { ...WHY, ...end });
    expect(refusalOf(answer)).toEqual([409, 'conflict']);
    expect(answer.body['detail']).toContain('The last administrator stays');
    expect(await isSignedIn(last.browser)).toBe(true);
    expect(await recordOf(server, last.id, 'person.suspended')).toEqual([]);
  });

  it('keeps one of two administrators who suspend each other at the same moment', async () => {
    for (let n = 0; n < 5; n += 1) {
      const first = await onlyAdmin(server);
      const second = await personWithRoles(server, ['admin']);
      const answers = await Promise.all([
        first.browser.post(pathOf(second.id), WHY),
        second.browser.post(pathOf(first.id), WHY),
      ]);
      // Who is shut out by the other before they are let in is told so instead.
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect([
        [200, 401],
        [200, 409],
      ]).toContainEqual(statuses);
      const signedIn = [await isSignedIn(first.browser), await isSignedIn(second.browser)];
      expect(signedIn.filter(Boolean)).toHaveLength(1);
    }
  });

  it('counts who was suspended until a time that has passed', async () => {
    const { last, warden: other } = await warden();
    const second = await personWithRoles(server, ['admin']);
    await server.database.query(
      `UPDATE users SET suspended_at = now() - interval '2 hours', suspended_until = now() - interval '1 hour' WHERE id = $1`,
      [second.id],
    );
    expect((await other.browser.post(pathOf(last.id), WHY)).status).toBe(200);
    expect(refusalOf(await other.browser.post(pathOf(second.id), WHY))).toEqual([409, 'conflict']);
  });
});
