import { describe, expect, it } from 'vitest';
import { conditionFields, EVERYBODY_BOX, isUnmeant, readRuleForm, typedValue } from '@/lib/shared/rule-form';
import { type Condition } from '@/lib/shared/schemas/condition';
import { createPolicyInput, ruleForm } from '@/lib/shared/schemas/policy';
import { permissionBox, readRoleForm } from '@/lib/shared/schemas/roles';

/** A condition as the form would send it back. */
function rowOf(row: string, condition: Condition): Record<string, string> {
  const { asks, is, against, value } = conditionFields(row);
  const subject = typeof condition.value === 'object' && 'subject' in condition.value ? condition.value.subject : '';
  return {
    [asks]: `${condition.on}.${condition.attribute}`,
    [is]: condition.is,
    [against]: subject,
    [value]: typedValue(condition),
  };
}

const CONDITIONS: Condition[] = [
  { on: 'subject', attribute: 'level', is: 'greater', value: 1 },
  { on: 'subject', attribute: 'roles', is: 'not_within', value: ['admin', 'manager'] },
  { on: 'resource', attribute: 'managers', is: 'not_containing', value: { subject: 'id' } },
  { on: 'resource', attribute: 'status', is: 'one_of', value: ['pending'] },
  { on: 'environment', attribute: 'weekday', is: 'equal', value: 6 },
  { on: 'environment', attribute: 'ip', is: 'within', value: ['192.0.2.0/24', '2001:db8::/32'] },
];
const form = { name: 'A rule', effect: 'deny', does: 'user.update' };

describe('the form of a rule', () => {
  it('sends back what it shows', () => {
    const rows = Object.assign({}, ...CONDITIONS.map((one, n) => rowOf(`condition-${n * 3}`, one))) as object;
    const input = readRuleForm({ ...form, 'field-email': 'on', ...rows });
    expect(createPolicyInput.parse(input)).toMatchObject({
      name: 'A rule',
      effect: 'deny',
      action: 'update',
      resource: 'user',
      fields: ['email'],
      conditions: CONDITIONS,
    });
  });

  it('takes a weekday in any case, and leaves what it cannot read to the judge of the rule', () => {
    const row = (asks: string, is: string, value: string) => ({
      ...form,
      'spare-1-asks': asks,
      'spare-1-is': is,
      'spare-1-value': value,
    });
    const read = (fields: Record<string, string>) => readRuleForm(fields)['conditions'];
    expect(read(row('environment.weekday', 'equal', ' sunday '))).toMatchObject([{ value: 0 }]);
    expect(read(row('environment.hour', 'equal', 'noon'))).toMatchObject([{ value: 'noon' }]);
    expect(read(row('nonsense', 'equal', '1'))).toMatchObject([{ on: 'nonsense', attribute: '', value: '1' }]);
    expect(read(row('__proto__.constructor', 'within', ','))).toMatchObject([{ value: [] }]);
    expect(read(row('', 'equal', ''))).toEqual([]);
  });

  it('has to say that it is for everybody where it has no condition', () => {
    expect(isUnmeant(form)).toBe(true);
    expect(ruleForm.safeParse(form).success).toBe(true);
    expect(ruleForm.safeParse({ ...form, effect: '', does: '' }).error?.issues.map(({ message }) => message)).toEqual([
      'Choose allow or deny.',
      'Choose what the rule is about.',
    ]);
    expect(isUnmeant({ ...form, 'spare-1-asks': '', [EVERYBODY_BOX]: 'on' })).toBe(false);
    expect(isUnmeant({ ...form, 'spare-1-asks': 'subject.level' })).toBe(false);
  });

  it('says nothing of fields where the rule cannot be about some only', () => {
    expect(readRuleForm({ ...form, does: 'user.delete', 'field-email': 'on' })['fields']).toEqual([]);
  });
});

describe('the form of a role', () => {
  it('reads the boxes that are ticked, and a level as a number where it is one', () => {
    const box = permissionBox('users.sign_out');
    expect(box).not.toContain('.');
    expect(readRoleForm({ name: 'x', level: ' 20 ', [box]: 'on', 'may-everything': 'on' })).toEqual({
      name: 'x',
      level: 20,
      permissions: ['users.sign_out'],
    });
    expect(readRoleForm({ name: 'x', level: 'high' })['level']).toBe('high');
  });
});
