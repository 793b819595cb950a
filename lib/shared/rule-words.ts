import {
  type Action,
  type ACTIONS,
  type EnvironmentAttribute,
  LOWEST_LEVEL,
  type Operator,
  type Resource,
  type ResourceAttribute,
  type Source,
  type SubjectAttribute,
} from './authorization';

/** What is done, in words: "edit people". */
const ACTION_WORDS: { [R in Resource]?: Record<(typeof ACTIONS)[R][number], string> } = {
  user: {
    read: 'see people',
    create: 'invite people',
    update: 'edit people',
    delete: 'delete people',
    suspend: 'suspend or restore people',
    sign_out: 'sign people out',
    assign: 'give or take people’s roles',
  },
  role: { read: 'see roles', manage: 'make, change or delete roles', assign: 'give or take a role' },
  policy: { manage: 'see, change or try out rules' },
  audit: { read: 'read the record' },
  mail: { read: 'see the mails', resend: 'have a mail sent again' },
};

export function actionWords(resource: Resource, action: Action): string {
  return (ACTION_WORDS[resource] as Partial<Record<Action, string>> | undefined)?.[action] ?? `${action} ${resource}`;
}

const SUBJECT_WORDS: Record<SubjectAttribute, string> = {
  id: 'who acts',
  level: 'the level of who acts',
  roles: 'the roles of who acts',
  permissions: 'the permissions of who acts',
  managers: 'the managers above who acts',
};

const ENVIRONMENT_WORDS: Record<EnvironmentAttribute, string> = {
  ip: 'the address it comes from',
  hour: 'the hour (UTC)',
  weekday: 'the weekday (UTC)',
  sign_in_age_seconds: 'the time since the sign-in',
};

/** `lends`, `permission` and `spares` are asked for by rules of the house alone. */
const RESOURCE_WORDS: { [R in Resource]?: Record<ResourceAttribute<R>, string> & Record<string, string> } = {
  user: {
    id: 'the person',
    level: 'the person’s level',
    roles: 'the person’s roles',
    managers: 'the person’s managers',
    manager_id: 'the person’s own manager',
    status: 'the person’s status',
  },
  role: {
    name: 'the role',
    level: 'the role’s level',
    permissions: 'the role’s permissions',
    lends: 'what rules give by the role',
  },
  policy: {
    spares: 'the level down to which the rule binds nobody',
    permission: 'the permission that the rule is about',
  },
};

/** What a condition asks about, in words: "the person’s level". */
export function attributeWords(on: string, attribute: string, resource: Resource): string {
  const words: Record<Source, Record<string, string>> = {
    subject: SUBJECT_WORDS,
    resource: RESOURCE_WORDS[resource] ?? {},
    environment: ENVIRONMENT_WORDS,
  };
  return words[on as Source]?.[attribute] ?? `${on} ${attribute}`;
}

/** How a value is compared, in words, after one thing and after several. */
export const OPERATOR_WORDS: Record<Operator, { one: string; many: string }> = {
  equal: { one: 'is', many: 'are' },
  not_equal: { one: 'is not', many: 'are not' },
  one_of: { one: 'is one of', many: 'are one of' },
  none_of: { one: 'is none of', many: 'are none of' },
  less: { one: 'is less than', many: 'are less than' },
  at_most: { one: 'is at most', many: 'are at most' },
  greater: { one: 'is greater than', many: 'are greater than' },
  at_least: { one: 'is at least', many: 'are at least' },
  containing: { one: 'contains', many: 'contain' },
  not_containing: { one: 'does not contain', many: 'do not contain' },
  within: { one: 'is within', many: 'are all among' },
  not_within: { one: 'is not within', many: 'are not all among' },
};

const SEVERAL = ['roles', 'permissions', 'managers', 'lends'];

export function operatorWords(attribute: string, is: string): string {
  const words = OPERATOR_WORDS[is as Operator] as { one: string; many: string } | undefined;
  return words?.[SEVERAL.includes(attribute) ? 'many' : 'one'] ?? is;
}

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

function secondsWords(seconds: number): string {
  const [unit, length] = (
    [
      ['day', 86_400],
      ['hour', 3_600],
      ['minute', 60],
    ] as const
  ).find(([, each]) => seconds >= each && seconds % each === 0) ?? ['second', 1];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function numberWords(attribute: string, value: number): string {
  if (attribute === 'weekday') return WEEKDAYS[value] ?? String(value);
  if (attribute === 'sign_in_age_seconds') return secondsWords(value);
  // Who has no role is below every level.
  return attribute === 'level' && value > LOWEST_LEVEL ? 'below every level' : String(value);
}

/** What an attribute is compared with, or what was found of it: "15 minutes", "admin, manager", "nothing". */
export function valueWords(attribute: string, value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) {
    return value.length === 0 ? 'nothing' : value.map((one) => valueWords(attribute, one)).join(', ');
  }
  if (typeof value === 'number') return numberWords(attribute, value);
  if (typeof value === 'object' && 'subject' in value) return attributeWords('subject', String(value.subject), 'user');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

type ConditionWords = { on: string; attribute: string; is: string; value: unknown };

/** "the person’s managers do not contain who acts". */
export function conditionInWords({ on, attribute, is, value }: ConditionWords, resource: Resource): string {
  const found = attributeWords(on, attribute, resource);
  return `${found} ${operatorWords(attribute, is)} ${valueWords(attribute, value)}`;
}

type Sayable = {
  effect: 'allow' | 'deny';
  action: Action;
  resource: Resource;
  fields: readonly string[];
  conditions: readonly ConditionWords[];
};

/** A field of a person, in words: "last login" of `last_login_at`. */
export function fieldWords(field: string): string {
  return field.replace(/_id$/, '').replaceAll('_', ' ').replace(' at', '');
}

const together = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/**
 * A rule as a sentence: "Deny: delete people – when the level of who acts is greater than 1", and "(only first name and
 * last name)" after people where it is about these fields alone.
 */
export function ruleInWords({ effect, action, resource, fields, conditions }: Sayable): string {
  const about = fields.length > 0 ? ` (only ${together.format(fields.map(fieldWords))})` : '';
  const when =
    conditions.length === 0
      ? 'always'
      : `when ${together.format(conditions.map((one) => conditionInWords(one, resource)))}`;
  return `${effect === 'allow' ? 'Allow' : 'Deny'}: ${actionWords(resource, action)}${about} – ${when}`;
}
