import { describe, expect, it } from 'vitest';
import { aboutWhat, dataWords, nobodyInWords } from '@/lib/shared/audit-words';
import { ACTIONS, attributesOn, OPERATORS, RESOURCES, SOURCES } from '@/lib/shared/authorization';
import { actionWords, attributeWords, operatorWords, ruleInWords, valueWords } from '@/lib/shared/rule-words';
import { createPolicyInput } from '@/lib/shared/schemas/policy';

const rule = (own: object) => {
  const parsed = createPolicyInput.parse({ name: 'x', effect: 'deny', action: 'suspend', resource: 'user', ...own });
  return ruleInWords(parsed);
};

describe('a rule is a sentence', () => {
  it('with each condition in words', () => {
    const conditions = [
      { on: 'subject', attribute: 'level', is: 'greater', value: 1 },
      { on: 'resource', attribute: 'managers', is: 'not_containing', value: { subject: 'id' } },
    ];
    expect(rule({ conditions })).toBe(
      'Deny: suspend or restore people – when the level of who acts is greater than 1 and the person’s managers do not contain who acts',
    );
  });

  it('that names its fields, and says where it holds always', () => {
    const own = { effect: 'allow', action: 'read', fields: ['first_name', 'manager_id', 'last_login_at'] };
    expect(rule(own)).toBe('Allow: see people (only first name, manager and last login) – always');
  });

  it('with circumstances as people say them', () => {
    const asked = (attribute: string, is: string, value: unknown) => ({ on: 'environment', attribute, is, value });
    const conditions = [
      asked('weekday', 'equal', 0),
      asked('sign_in_age_seconds', 'greater', 900),
      asked('ip', 'not_within', ['192.0.2.0/24', '2001:db8::/32']),
    ];
    expect(rule({ conditions })).toContain(
      'the weekday (UTC) is Sunday, the time since the sign-in is greater than 15 minutes and the address it comes from is not within 192.0.2.0/24, 2001:db8::/32',
    );
  });
});

describe('there are words', () => {
  it.each(RESOURCES)('for everything that is done to a %s, and all that can be asked about it', (resource) => {
    for (const action of ACTIONS[resource]) expect(actionWords(resource, action)).not.toBe(`${action} ${resource}`);
    for (const source of SOURCES) {
      for (const [name, { kind }] of Object.entries(attributesOn(source, resource))) {
        expect(attributeWords(source, name, resource)).not.toBe(`${source} ${name}`);
        for (const operator of OPERATORS[kind]) expect(operatorWords(name, operator)).toMatch(/^(is|are|do|contain)/);
      }
    }
  });

  it('for what was found, also where that is nothing', () => {
    expect(valueWords('roles', [])).toBe('nothing');
    expect(valueWords('manager_id', null)).toBe('nothing');
    expect(valueWords('level', 2_147_483_647)).toBe('below every level');
    expect(valueWords('sign_in_age_seconds', 61)).toBe('61 seconds');
    expect(valueWords('sign_in_age_seconds', 3600)).toBe('1 hour');
  });

  it('for what the record holds of a rule or a role', () => {
    const before = { id: '1', name: 'x', effect: 'deny', action: 'read', resource: 'role', fields: [], conditions: [] };
    expect(dataWords('rule', JSON.stringify({ ...before, enabled: false }))).toBe('Deny: see roles – always (off)');
    expect(dataWords('rule', '{"of another": "version"}')).toBe('{"of another": "version"}');
    expect(dataWords('rule', 'no JSON')).toBe('no JSON');
    expect(dataWords('permissions', 'roles.read audit.read gone.away')).toBe(
      'See roles; Read the record of what happened; gone.away',
    );
    expect(dataWords('permissions', '')).toBe('none');
    expect(dataWords('attempts', 3)).toBe('3');
    expect(dataWords('refusal', 'forbidden')).toBe('This is not allowed (forbidden)');
    expect(dataWords('refusal', 'identity_taken')).toBe('identity_taken');
    expect(aboutWhat({ policy: 'an id', name: 'A rule' })).toBe('A rule');
    expect(aboutWhat({ operation: 'Make a rule', refusal: 'forbidden' })).toBe('Make a rule');
    expect(aboutWhat({ role: 3 })).toBeUndefined();
    expect(nobodyInWords({ via: 'command line' })).toBe('the command line');
    expect(nobodyInWords({ via: 'job' })).toBe('a job');
    expect(nobodyInWords({})).toBe('nobody signed in');
  });
});
