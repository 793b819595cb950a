import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { asking, below, makePolicy, policyOf } from '../harness/policies';
import { personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const OWN = asking('resource', 'id', 'equal', { subject: 'id' });

describe('201', () => {
  it('makes a rule, on the record', async () => {
    const { browser, id } = await personWithRoles(server, ['admin']);
    const policy = policyOf({ effect: 'allow', action: 'read', fields: ['email'], conditions: [OWN] });
    const answer = await browser.post('/api/policies', policy);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id: expect.any(String) as string, ...policy, enabled: true });
    const { rows } = await server.database.query<{ data: { rule: string } }>(
      "SELECT actor_id, data FROM audit_events WHERE event = 'policy.created' AND data->>'name' = $1",
      [policy.name],
    );
    expect(rows).toMatchObject([{ actor_id: id, data: { policy: answer.body['id'] } }]);
    expect(JSON.parse(rows[0]?.data.rule ?? '')).toEqual(answer.body);
  });

  // asvs:8.3.2 asvs:8.2.4
  it('acts on the next request, and only in its circumstances', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const reader = await personOfRank(server, { level: 40, permissions: ['roles.read'] });
    expect((await reader.browser.get('/api/roles')).status).toBe(200);
    const asked = [asking('subject', 'roles', 'containing', reader.role)];
    const deny = { effect: 'deny', action: 'read', resource: 'role' } as const;
    await makePolicy(admin.browser, {
      ...deny,
      conditions: [...asked, asking('environment', 'ip', 'within', ['198.51.100.0/24'])],
    });
    expect((await reader.browser.get('/api/roles')).status).toBe(200);
    const elsewhere = client(server, { ip: '198.51.100.7', cookies: reader.browser.cookies });
    expect(refusalOf(await elsewhere.get('/api/roles'))).toEqual([403, 'forbidden']);
    await makePolicy(admin.browser, {
      ...deny,
      conditions: [...asked, asking('environment', 'sign_in_age_seconds', 'at_least', 0)],
    });
    expect(refusalOf(await reader.browser.get('/api/roles'))).toEqual([403, 'forbidden']);
  });

  it('opens an operation to those whom a rule lets do it without a permission', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const reader = await personOfRank(server, { level: 40 });
    const conditions = [asking('subject', 'roles', 'containing', reader.role)];
    expect((await reader.browser.get('/api/roles')).status).toBe(403);
    await makePolicy(admin.browser, { effect: 'allow', action: 'read', resource: 'role', conditions });
    expect((await reader.browser.get('/api/roles')).status).toBe(200);
  });
});

describe('400', () => {
  it.each<[object, string, string]>([
    [{ name: ' ' }, 'name', 'Enter a name.'],
    [{ name: 'x'.repeat(121) }, 'name', 'Use at most 120 characters.'],
    [{ effect: 'maybe' }, 'effect', 'Choose allow or deny.'],
    [{ action: 'manage' }, 'action', 'What can be done to a user: read, create,'],
    [{ resource: 'role' }, 'action', 'What can be done to a role: read, manage, assign.'],
    [{ resource: 'file' }, 'resource', 'Choose one of: user, role, policy, audit, mail.'],
    [{ fields: ['email'] }, 'fields', 'Only to read or update a person is about fields.'],
    [{ action: 'read', fields: ['password'] }, 'fields', 'No. 1: People have no such field.'],
    [{ enabled: 'yes' }, 'enabled', 'Send true or false.'],
    [{ conditions: Array(21).fill(OWN) }, 'conditions', 'Use at most 20 conditions.'],
    [{ resource: 'policy', action: 'manage' }, 'conditions', 'Spare level 1'],
    [{ action: 'create', conditions: [OWN] }, 'conditions', 'No. 1, on: There is nothing to ask'],
  ])('does not take %j', async (wrong, field, message) => {
    const { browser } = await personWithRoles(server, ['admin']);
    const answer = await browser.post('/api/policies', { ...policyOf(), ...wrong });
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect((answer.body['fields'] as Record<string, string[]>)[field]?.[0]).toContain(message);
  });

  const person = '00000000-0000-7000-8000-000000000001';

  it.each<[object, string]>([
    [{ on: 'moon' }, 'No. 2, on: Ask about'],
    [{ attribute: 'shoe_size' }, 'No. 2, attribute: There is no user attribute “shoe_size”; there are: id, level,'],
    [{ attribute: 'constructor' }, 'No. 2, attribute: There is no user attribute “constructor”'],
    [{ on: 'environment', attribute: 'moon' }, 'No. 2, attribute: There is no environment attribute “moon”'],
    [{ is: 'like' }, 'No. 2, is: There is no such comparison.'],
    [{ is: 'less' }, 'No. 2, is: “id” is compared by: equal, not_equal, one_of, none_of.'],
    [{ value: 'somebody' }, 'No. 2, value: Give the id of a person, in lower case.'],
    [{ value: person.replace('8', 'A').replace('7', 'A') }, 'No. 2, value: Give the id of a person'],
    [{ value: [person] }, 'No. 2, value: “equal” compares with one value.'],
    [{ is: 'one_of', value: person }, 'No. 2, value: “one_of” compares with a list of values.'],
    [{ value: null }, 'No. 2, value: Compare with a value'],
    [{ value: { subject: 'level' } }, 'No. 2, value: It cannot be compared by “equal” with the subject'],
    [{ value: { subject: 'managers' } }, 'No. 2, value: It cannot be compared by “equal” with the subject'],
    [{ value: { subject: '__proto__' } }, 'No. 2, value: There is no subject attribute'],
    [{ is: 'one_of', value: { subject: 'roles' } }, 'No. 2, value: It cannot be compared'],
    [{ attribute: 'level', is: 'less', value: 2.5 }, 'No. 2, value: Give a whole number from 1'],
    [{ attribute: 'status', value: 'asleep' }, 'No. 2, value: Give active, pending, suspended.'],
    [{ on: 'environment', attribute: 'ip', is: 'within', value: ['10.0.0.0/33'] }, 'No. 2, value: Give an address'],
    [{ on: 'environment', attribute: 'hour', is: 'less', value: 25 }, 'No. 2, value: Give a whole number from 0 to 23'],
    [{ extra: true }, 'No. 2:'],
  ])('says what is wrong with a condition like %j', async (wrong, message) => {
    const { browser } = await personWithRoles(server, ['admin']);
    const conditions = [OWN, { ...asking('resource', 'id', 'equal', person), ...wrong }];
    const answer = await browser.post('/api/policies', { ...policyOf(), conditions });
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect((answer.body['fields'] as Record<string, string[]>)['conditions']?.[0]).toContain(message);
  });
});

describe('401 and 403', () => {
  it('is for those alone who may change rules', async () => {
    expect((await client(server).post('/api/policies', policyOf())).status).toBe(401);
    const { browser } = await personWithRoles(server, ['manager']);
    expect(refusalOf(await browser.post('/api/policies', policyOf()))).toEqual([403, 'forbidden']);
  });

  // asvs:8.2.1
  it('is, below level 1, only for rules that bind lower people, about what one may do oneself', async () => {
    const { browser } = await personOfRank(server, { level: 5, permissions: ['policies.manage', 'users.suspend'] });
    const write = (own: Parameters<typeof policyOf>[0]) => browser.post('/api/policies', policyOf(own));
    for (const effect of ['allow', 'deny'] as const) {
      const rule = { effect, action: 'suspend' };
      expect((await write({ ...rule, conditions: [below(5)] })).status).toBe(201);
      expect(refusalOf(await write({ ...rule, conditions: [below(4)] }))).toEqual([403, 'forbidden']);
      expect(refusalOf(await write(rule))).toEqual([403, 'forbidden']);
      expect(refusalOf(await write({ ...rule, action: 'delete', conditions: [below(5)] }))).toEqual([403, 'forbidden']);
    }
  });
});

describe('409', () => {
  // asvs:2.4.1
  it('bounds how long all rules are together: each signed-in request carries them', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const list = Array.from({ length: 50 }, (_, n) => `2001:db8:1111:2222:3333:4444:5555:${(4096 + n).toString(16)}`);
    const conditions = Array.from({ length: 19 }, () => asking('environment', 'ip', 'within', list));
    const answers = [];
    for (let n = 0; n < 3; n += 1) {
      answers.push(await browser.post('/api/policies', policyOf({ conditions: [...conditions, below(1)] })));
    }
    expect(answers.at(-1)?.status).toBe(409);
    expect((await browser.get('/api/policies')).status).toBe(200);
    for (const { body } of answers) await browser.delete(`/api/policies/${String(body['id'])}`);
  });

  it('makes one rule of a name', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const policy = policyOf({ conditions: [below(1)] });
    const answers = await Promise.all([
      browser.post('/api/policies', policy),
      browser.copy().post('/api/policies', policy),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });
});
