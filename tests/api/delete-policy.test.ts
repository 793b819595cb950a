import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { asking, below, makePolicy } from '../harness/policies';
import { personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const RANK = '01000000-0000-7000-8000-000000000101';

describe('200', () => {
  it('acts on the next request, on the record', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const reader = await personOfRank(server, { level: 40, permissions: ['roles.read'] });
    const conditions = [asking('subject', 'roles', 'containing', reader.role)];
    const id = await makePolicy(admin.browser, { effect: 'deny', action: 'read', resource: 'role', conditions });
    expect((await reader.browser.get('/api/roles')).status).toBe(403);
    const answer = await admin.browser.delete(`/api/policies/${id}`);
    expect([answer.status, answer.body]).toEqual([200, { message: 'The rule is deleted.' }]);
    expect((await reader.browser.get('/api/roles')).status).toBe(200);
    const { rows } = await server.database.query(
      "SELECT outcome FROM audit_events WHERE event = 'policy.deleted' AND data->>'policy' = $1",
      [id],
    );
    expect(rows).toEqual([{ outcome: 'success' }]);
  });
});

describe('401 and 403', () => {
  it('is for those alone who may change rules', async () => {
    expect((await client(server).delete(`/api/policies/${RANK}`)).status).toBe(401);
    const { browser } = await personWithRoles(server, ['manager']);
    expect(refusalOf(await browser.delete(`/api/policies/${RANK}`))).toEqual([403, 'forbidden']);
  });

  // asvs:8.2.2
  it('does not let people below level 1 take away a rule that binds them', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const { browser } = await personOfRank(server, { level: 5, permissions: ['policies.manage', 'users.update'] });
    expect(refusalOf(await browser.delete(`/api/policies/${RANK}`))).toEqual([403, 'forbidden']);
    const theirs = await makePolicy(admin.browser, { action: 'update', conditions: [below(5)] });
    expect((await browser.delete(`/api/policies/${theirs}`)).status).toBe(200);
  });
});

describe('404', () => {
  it('knows no rule that there is not, also of two that delete it at once', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    expect(refusalOf(await browser.delete('/api/policies/nothing'))).toEqual([404, 'not_found']);
    const id = await makePolicy(browser, { conditions: [below(1)] });
    const answers = await Promise.all([1, 2].map(() => browser.copy().delete(`/api/policies/${id}`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
  });
});
