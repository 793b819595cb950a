import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { asking, below, makePolicy } from '../harness/policies';
import { newName, personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const RANK = '01000000-0000-7000-8000-000000000101';

describe('200', () => {
  // asvs:8.3.2
  it('acts on the next request, and what is left out stays', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const reader = await personOfRank(server, { level: 40, permissions: ['roles.read'] });
    const conditions = [asking('subject', 'roles', 'containing', reader.role)];
    const id = await makePolicy(admin.browser, { effect: 'deny', action: 'read', resource: 'role', conditions });
    const isOpen = async () => (await reader.browser.get('/api/roles')).status === 200;
    expect(await isOpen()).toBe(false);
    const answer = await admin.browser.patch(`/api/policies/${id}`, { enabled: false });
    expect([answer.status, answer.body]).toMatchObject([200, { id, effect: 'deny', conditions, enabled: false }]);
    expect(await isOpen()).toBe(true);
    await admin.browser.patch(`/api/policies/${id}`, { enabled: true });
    expect(await isOpen()).toBe(false);
    await admin.browser.patch(`/api/policies/${id}`, { effect: 'allow' });
    expect(await isOpen()).toBe(true);
  });

  it('is on the record, with what was before', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const id = await makePolicy(browser, { conditions: [below(1)] });
    await browser.patch(`/api/policies/${id}`, { enabled: false });
    const { rows } = await server.database.query<{ data: { rule: string; rule_before: string } }>(
      "SELECT data FROM audit_events WHERE event = 'policy.updated' AND data->>'policy' = $1",
      [id],
    );
    expect(
      rows.map(({ data }) => [data.rule_before, data.rule].map((rule) => JSON.parse(rule) as object)),
    ).toMatchObject([[{ enabled: true }, { enabled: false }]]);
  });

  it('leaves no record where nothing changes', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const id = await makePolicy(browser, { conditions: [below(1)] });
    const answer = await browser.patch(`/api/policies/${id}`, { enabled: true, conditions: [below(1)] });
    expect([answer.status, answer.body]).toMatchObject([200, { id, enabled: true, conditions: [below(1)] }]);
    const { rows } = await server.database.query(
      "SELECT 1 FROM audit_events WHERE event = 'policy.updated' AND data->>'policy' = $1",
      [id],
    );
    expect(rows).toEqual([]);
  });
});

describe('400', () => {
  it.each([{}, { level: 3 }, { id: RANK }])('does not take %j, which changes nothing', async (body) => {
    const { browser } = await personWithRoles(server, ['admin']);
    const answer = await browser.patch(`/api/policies/${RANK}`, body);
    expect([...refusalOf(answer), Object.keys(answer.body['fields'] as object)]).toEqual([400, 'invalid_input', ['_']]);
  });

  it('judges the rule that comes of it, not the parts', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const conditions = [asking('resource', 'status', 'equal', 'pending')];
    const id = await makePolicy(browser, { action: 'read', fields: ['email'], conditions });
    for (const [body, field] of [
      [{ action: 'delete' }, 'fields'],
      [{ resource: 'role', fields: [] }, 'conditions'],
      [{ resource: 'policy' }, 'action'],
      [{ conditions: [below(0)] }, 'conditions'],
      [{ enabled: 1 }, 'enabled'],
    ] as const) {
      const answer = await browser.patch(`/api/policies/${id}`, body);
      expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
      expect(Object.keys(answer.body['fields'] as object)).toEqual([field]);
    }
  });
});

describe('401 and 403', () => {
  it('is for those alone who may change rules', async () => {
    expect((await client(server).patch(`/api/policies/${RANK}`, { enabled: false })).status).toBe(401);
    const { browser } = await personWithRoles(server, ['manager']);
    for (const id of [RANK, 'nothing']) {
      expect(refusalOf(await browser.patch(`/api/policies/${id}`, { enabled: false }))).toEqual([403, 'forbidden']);
    }
  });

  // asvs:8.2.2
  it('does not let people below level 1 lift a rule that binds them, nor write one that does not bind lower people', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const { browser } = await personOfRank(server, { level: 5, permissions: ['policies.manage', 'users.update'] });
    for (const body of [
      { enabled: false },
      { conditions: [below(5)] },
      { effect: 'allow' },
      { name: newName('mine') },
    ]) {
      expect(refusalOf(await browser.patch(`/api/policies/${RANK}`, body))).toEqual([403, 'forbidden']);
    }
    const id = await makePolicy(admin.browser, { action: 'update', conditions: [below(5)] });
    const change = (body: object) => browser.patch(`/api/policies/${id}`, body);
    expect((await change({ enabled: false })).status).toBe(200);
    for (const body of [{ conditions: [] }, { action: 'delete' }, { conditions: [below(4)] }]) {
      expect(refusalOf(await change(body))).toEqual([403, 'forbidden']);
    }
  });
});

describe('404 and 409', () => {
  it.each(['nothing', '00000000-0000-7000-8000-000000000009', '%00'])('knows no rule %s', async (id) => {
    const { browser } = await personWithRoles(server, ['admin']);
    expect(refusalOf(await browser.patch(`/api/policies/${id}`, { enabled: false }))).toEqual([404, 'not_found']);
  });

  it('does not take another rule’s name', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const id = await makePolicy(browser, { conditions: [below(1)] });
    const answer = await browser.patch(`/api/policies/${id}`, { name: 'Everyone reads oneself' });
    expect(refusalOf(answer)).toEqual([409, 'conflict']);
  });
});
