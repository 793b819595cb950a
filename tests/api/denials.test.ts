import { describe, expect, it } from 'vitest';
import { leadWithTeam, putUnder } from '../harness/chain';
import { asking, below as spares, makePolicy, policyOf } from '../harness/policies';
import { makeRole, personOfRank, personWithRoles } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

/** What somebody was denied, and about whom, the oldest first. */
async function deniedTo({ id }: { id: string }) {
  const { rows } = await server.database.query<{ subject_id: string | null; data: Record<string, unknown> }>(
    "SELECT subject_id, data FROM audit_events WHERE event = 'access.denied' AND actor_id = $1 ORDER BY at, id",
    [id],
  );
  return rows;
}

// asvs:16.3.2
describe('the record of a denial', () => {
  it('says whom it was about, also where it was their roles, their place in the chain or their end', async () => {
    const boss = await personWithRoles(server, ['admin']);
    const permissions = ['users.read', 'users.update', 'users.delete', 'roles.assign'] as const;
    const { lead, below } = await leadWithTeam(server, permissions);
    const report = await personWithRoles(server, ['member']);
    await putUnder(server, below, report);
    const conditions = [asking('subject', 'managers', 'containing', below.id)];
    await makePolicy(boss.browser, { effect: 'allow', action: 'read', resource: 'audit', conditions });
    const path = `/api/users/${below.id}`;
    const answers = [
      await lead.browser.put(`${path}/roles`, { roles: ['member', 'manager'] }),
      await lead.browser.patch(`/api/users/${report.id}`, { manager_id: lead.id }),
      await lead.browser.delete(path),
      await lead.browser.delete(`/api/users/${lead.id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    const told = (await deniedTo(lead)).map(({ subject_id, data }) => [subject_id, data['role']]);
    expect(told).toEqual([
      [below.id, 'manager'],
      [report.id, undefined],
      [below.id, undefined],
      [lead.id, undefined],
    ]);
    expect((await lead.browser.get('/api/me/activity')).text.split('Refused, as you may not do it')).toHaveLength(
      answers.length + 1,
    );
  });

  it('says which role or rule it was about', async () => {
    const boss = await personWithRoles(server, ['admin']);
    const lead = await personOfRank(server, { level: 5, permissions: ['roles.manage', 'policies.manage'] });
    const strong = await makeRole(boss.browser, { level: 9, permissions: ['audit.read'] });
    const rule = policyOf({ conditions: [spares(1)] });
    const { id } = (await boss.browser.post('/api/policies', rule)).body;
    const answers = [
      await lead.browser.post('/api/roles', { name: 'chief', level: 5 }),
      await lead.browser.patch(`/api/roles/${strong}`, { level: 10 }),
      await lead.browser.delete(`/api/roles/${strong}`),
      await lead.browser.post('/api/policies', { ...rule, name: 'Mine' }),
      await lead.browser.patch(`/api/policies/${String(id)}`, { enabled: false }),
      await lead.browser.delete(`/api/policies/${String(id)}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    const told = (await deniedTo(lead)).map(({ data }) => data);
    expect(told).toEqual(
      [
        { role: 'chief' },
        { role: strong },
        { role: strong },
        { name: 'Mine' },
        { policy: id, name: rule.name },
        { policy: id, name: rule.name },
      ].map((about) => ({ ...about, operation: expect.any(String) as unknown, refusal: 'forbidden' })),
    );
  });
});
