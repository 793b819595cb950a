import { describe, expect, it } from 'vitest';
import { isSignedIn, managerAndReport, NOBODYS_IDS, recordOf, suspendByHand } from '../harness/chain';
import { client } from '../harness/client';
import { signedInAgain } from '../harness/people';
import { makeRole, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const pathOf = (id: string) => `/api/users/${id}/restore`;

async function suspendedReport() {
  const people = await managerAndReport(server);
  const { status } = await people.manager.browser.post(`/api/users/${people.report.id}/suspend`, { reason: 'A test' });
  expect(status).toBe(200);
  return people;
}

describe('200', () => {
  it('lets the person sign in anew, and leaves their sessions from before ended', async () => {
    const { manager, report } = await managerAndReport(server);
    const before = report.browser.copy();
    await manager.browser.post(`/api/users/${report.id}/suspend`, { reason: 'A test' });
    const answer = await manager.browser.post(pathOf(report.id));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: report.id,
      status: 'active',
      suspended_until: null,
      suspended_reason: null,
    });
    const refreshed = await before.copy().post('/api/refresh');
    expect(refusalOf(refreshed)).toEqual([401, 'unauthenticated']);
    expect(await isSignedIn(before)).toBe(false);
    expect(await isSignedIn(await signedInAgain(server, report))).toBe(true);
  });

  it('is on the record', async () => {
    const { manager, report } = await suspendedReport();
    await manager.browser.post(pathOf(report.id));
    expect(await recordOf(server, report.id, 'person.restored')).toEqual([{ actor_id: manager.id, data: {} }]);
  });

  it('does nothing to who is not suspended, and puts nothing on the record', async () => {
    const { manager, report } = await managerAndReport(server);
    expect((await manager.browser.post(pathOf(report.id))).body['status']).toBe('active');
    await suspendByHand(server, report.email, 'is over');
    expect((await manager.browser.post(pathOf(report.id))).body['status']).toBe('active');
    expect(await recordOf(server, report.id, 'person.restored')).toEqual([]);
  });

  it('of many at the same moment lifts it once', async () => {
    const { manager, report } = await suspendedReport();
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => manager.browser.post(pathOf(report.id))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await recordOf(server, report.id, 'person.restored')).toHaveLength(1);
  });

  it('knows a person by their id in capitals, too', async () => {
    const { report } = await suspendedReport();
    const admin = await personWithRoles(server, ['admin']);
    expect((await admin.browser.post(pathOf(report.id.toUpperCase()))).status).toBe(200);
    expect(await isSignedIn(await signedInAgain(server, report))).toBe(true);
  });
});

describe('401 and 403', () => {
  it('is for those alone who may suspend', async () => {
    const { report } = await suspendedReport();
    const other = await personWithRoles(server, ['member']);
    expect(refusalOf(await client(server).post(pathOf(report.id)))).toEqual([401, 'unauthenticated']);
    for (const id of [report.id, other.id, ...NOBODYS_IDS]) {
      expect(refusalOf(await other.browser.post(pathOf(id)))).toEqual([403, 'forbidden']);
    }
  });

  // asvs:8.2.2 asvs:8.2.1
  it('is not for people of one’s own rank or above, nor for who is not below one in the chain', async () => {
    const { manager } = await managerAndReport(server);
    const { report: stranger } = await suspendedReport();
    const [equal, above] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['admin'])];
    // Somebody else administers meanwhile, so that the database lets it happen.
    await personWithRoles(server, ['admin']);
    for (const { email } of [equal, above]) await suspendByHand(server, email, 'holds');
    for (const { id } of [equal, above, stranger]) {
      expect(refusalOf(await manager.browser.post(pathOf(id)))).toEqual([403, 'forbidden']);
    }
  });

  it('is for nobody about themselves', async () => {
    const admin = await personWithRoles(server, ['admin']);
    expect(refusalOf(await admin.browser.post(pathOf(admin.id)))).toEqual([403, 'forbidden']);
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
    const role = await makeRole(admin.browser, { level: 40, permissions: ['users.suspend'] });
    const blind = await personWithRoles(server, [role]);
    const { report } = await suspendedReport();
    expect(refusalOf(await blind.browser.post(pathOf(report.id)))).toEqual([404, 'not_found']);
  });
});
