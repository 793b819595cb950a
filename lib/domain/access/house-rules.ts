import { USER_FIELDS, type UserField } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import type { PolicyRule } from '@/lib/shared/schemas/policy';

const BELOW_LEVEL_1: Condition = { on: 'subject', attribute: 'level', is: 'greater', value: 1 };

type About = Pick<PolicyRule, 'action' | 'resource'>;

/** Binds everybody below level 1. */
function deny(id: string, name: string, about: About, asked: Condition): PolicyRule {
  return { id: `house:${id}`, name, effect: 'deny', ...about, fields: [], conditions: [BELOW_LEVEL_1, asked] };
}

const ONESELF: Condition = { on: 'resource', attribute: 'id', is: 'equal', value: { subject: 'id' } };
const OWN_FIELDS: readonly UserField[] = ['first_name', 'last_name', 'avatar'];

/** Binds everybody. */
function denyOnOneself(action: PolicyRule['action'], name: string, fields: UserField[] = []): PolicyRule {
  return { id: `house:own-${action}`, name, effect: 'deny', action, resource: 'user', fields, conditions: [ONESELF] };
}

const rankAndReach = (action: 'manage' | 'assign'): PolicyRule[] => [
  deny(
    `${action}-rank`,
    `Nobody may ${action} roles of their own rank or above`,
    { action, resource: 'role' },
    { on: 'resource', attribute: 'level', is: 'at_most', value: { subject: 'level' } },
  ),
  deny(
    `${action}-permissions`,
    `Nobody may ${action} a role with permissions that they do not hold`,
    { action, resource: 'role' },
    { on: 'resource', attribute: 'permissions', is: 'not_within', value: { subject: 'lendable' } },
  ),
  deny(
    `${action}-lends`,
    `Nobody may ${action} a role by which rules give what they may not do themselves`,
    { action, resource: 'role' },
    { on: 'resource', attribute: 'lends', is: 'not_within', value: [] },
  ),
];

/**
 * The rules that are no data, because whoever may change rules could lift them: nobody changes more of themselves than
 * names and picture, and nobody suspends, restores or deletes themselves; below level 1, whoever may change roles or rules
 * changes only those for people below them, about what they may do themselves.
 */
export const HOUSE_RULES: readonly PolicyRule[] = [
  denyOnOneself('assign', 'Nobody gives or takes roles of their own'),
  denyOnOneself('delete', 'Nobody deletes themselves'),
  denyOnOneself('suspend', 'Nobody suspends or restores themselves'),
  denyOnOneself(
    'update',
    'Nobody edits more of themselves than names and picture',
    USER_FIELDS.filter((field) => !OWN_FIELDS.includes(field)),
  ),
  ...rankAndReach('manage'),
  ...rankAndReach('assign'),
  deny(
    'manage-own',
    'Nobody may manage a role that they hold',
    { action: 'manage', resource: 'role' },
    { on: 'resource', attribute: 'name', is: 'one_of', value: { subject: 'roles' } },
  ),
  deny(
    'policy-rank',
    'Nobody may manage a rule that binds people of their own rank or above',
    { action: 'manage', resource: 'policy' },
    { on: 'resource', attribute: 'spares', is: 'less', value: { subject: 'level' } },
  ),
  deny(
    'policy-permission',
    'Nobody may manage a rule about what they may not do themselves',
    { action: 'manage', resource: 'policy' },
    { on: 'resource', attribute: 'permission', is: 'none_of', value: { subject: 'lendable' } },
  ),
];
