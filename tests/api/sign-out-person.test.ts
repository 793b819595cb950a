import { describe, expect, it } from 'vitest';
import { isSignedIn, managerAndReport, NOBODYS_IDS, recordOf } from '../harness/chain';
import { client } from '../harness/client';
import { idOf, registeredPerson, signedInAgain } from '../harness/people';
import { makeRole, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const pathOf = (id: string) => `/api/users/${id}/sign-out`;

describe('200', () => {
  // asvs:7.4.5
  it('ends every session of the person with their very next request, and says how many', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const { manager, report } = await managerAndReport(server);
    const another = await signedInAgain(server, report);
    const copy = another.copy();
    expect([await isSignedIn(report.browser), await isSignedIn(another)]).toEqual([true, true]);
    const answer = await admin.browser.post(pathOf(report.id));
    expect([answer.status, answer.body]).toEqual([200, { message: '2 sessions have ended.' }]);
    expect([await isSignedIn(report.browser), await isSignedIn(another)]).toEqual([false, false]);
    expect(refusalOf(await copy.post('/api/refresh'))).toEqual([401, 'unauthenticated']);
    expect([...copy.cookies.keys()]).toEqual([]);
    expect(await isSignedIn(manager.browser)).toBe(true);
    expect(await isSignedIn(await signedInAgain(server, report))).toBe(true);
  });

  it('is on the record, unless there was nothing to end', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const { report } = await managerAndReport(server);
    expect((await admin.browser.post(pathOf(report.id))).body).toEqual({ message: 'One session has ended.' });
    expect((await admin.browser.post(pathOf(report.id))).body).toEqual({ message: 'They were signed in nowhere.' });
    expect(await recordOf(server, report.id, 'person.signed_out')).toEqual([
      { actor_id: admin.id, data: { sessions: 1 } },
    ]);
  });

  it('ends what a pending person has opened', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const { email, password } = await registeredPerson(server);
    const browser = client(server);
    expect((await browser.post('/api/login', { email, password })).status).toBe(200);
    const answer = await admin.browser.post(pathOf(await idOf(server, email)));
    expect(answer.body).toEqual({ message: 'One session has ended.' });
    expect(refusalOf(await browser.get('/api/me'))).toEqual([401, 'unauthenticated']);
  });

  it('is allowed about oneself: the answer clears the cookies', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const another = await signedInAgain(server, admin);
    const answer = await admin.browser.post(pathOf(admin.id));
    expect([answer.status, answer.body]).toEqual([200, { message: '2 sessions have ended.' }]);
    expect([...admin.browser.cookies.keys()]).toEqual([]);
    expect(await isSignedIn(another)).toBe(false);
  });

  it('of many at the same moment ends each session once', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const { report } = await managerAndReport(server);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => admin.browser.post(pathOf(report.id))));
    const ended = answers.filter(({ body }) => body['message'] === 'One session has ended.');
    expect([answers.every(({ status }) => status === 200), ended.length]).toEqual([true, 1]);
    expect(await recordOf(server, report.id, 'person.signed_out')).toHaveLength(1);
  });
});

describe('401 and 403', () => {
  it('is for those alone who may sign people out', async () => {
    const { manager, report } = await managerAndReport(server);
    expect(refusalOf(await client(server).post(pathOf(report.id)))).toEqual([401, 'unauthenticated']);
    for (const id of [report.id, manager.id, ...NOBODYS_IDS]) {
      expect(refusalOf(await manager.browser.post(pathOf(id)))).toEqual([403, 'forbidden']);
    }
    expect(await isSignedIn(report.browser)).toBe(true);
  });

  // asvs:8.2.2 asvs:8.2.1
  it('is not for people of one’s own rank or above', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const role = await makeRole(admin.browser, { level: 5, permissions: ['users.read', 'users.sign_out'] });
    const [actor, equal] = [await personWithRoles(server, [role]), await personWithRoles(server, [role])];
    for (const { id, browser } of [equal, admin]) {
      expect(refusalOf(await actor.browser.post(pathOf(id)))).toEqual([403, 'forbidden']);
      expect(await isSignedIn(browser)).toBe(true);
    }
    const { report } = await managerAndReport(server);
    expect((await actor.browser.post(pathOf(report.id))).status).toBe(200);
  });
});

describe('404', () => {
  it('is the answer for nobody’s id', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    for (const id of NOBODYS_IDS) {
      expect([id, ...refusalOf(await browser.post(pathOf(id)))]).toEqual([id, 404, 'not_found']);
    }
  });

  // asvs:8.2.2
  it('hides whom the caller may not see', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const role = await makeRole(admin.browser, { level: 5, permissions: ['users.sign_out'] });
    const blind = await personWithRoles(server, [role]);
    const { report } = await managerAndReport(server);
    expect(refusalOf(await blind.browser.post(pathOf(report.id)))).toEqual([404, 'not_found']);
  });
});
