/** What can be acted upon, and what can be done to each. */
export const ACTIONS = {
  user: ['read', 'create', 'update', 'delete', 'suspend', 'sign_out', 'assign'],
  role: ['read', 'manage', 'assign'],
  policy: ['manage'],
  audit: ['read'],
  mail: ['read', 'resend'],
} as const satisfies Record<string, readonly string[]>;
export type Resource = keyof typeof ACTIONS;
export const RESOURCES = Object.keys(ACTIONS) as [Resource, ...Resource[]];
export type Action = (typeof ACTIONS)[Resource][number];

/** `also`: the other resource that the action is about. */
type Permitted = { action: Action; resource: Resource; also?: Resource; label: string };

/** The permissions that a role may hold, and what each is for. */
export const PERMISSIONS = {
  'users.read': { action: 'read', resource: 'user', label: 'See people and all that is known of them' },
  'users.create': { action: 'create', resource: 'user', label: 'Invite people' },
  'users.update': { action: 'update', resource: 'user', label: 'Edit people and send them a link for a new password' },
  'users.delete': { action: 'delete', resource: 'user', label: 'Delete people' },
  'users.suspend': { action: 'suspend', resource: 'user', label: 'Suspend people and restore them' },
  'users.sign_out': { action: 'sign_out', resource: 'user', label: 'Sign people out everywhere' },
  'roles.read': { action: 'read', resource: 'role', label: 'See roles' },
  'roles.assign': { action: 'assign', resource: 'user', also: 'role', label: 'Give people roles of a lower rank' },
  'roles.manage': { action: 'manage', resource: 'role', label: 'Make, change and delete roles' },
  'policies.manage': { action: 'manage', resource: 'policy', label: 'See, change and try out rules' },
  'audit.read': { action: 'read', resource: 'audit', label: 'Read the record of what happened' },
  'mails.read': { action: 'read', resource: 'mail', label: 'See which mails went to whom, and which did not' },
  'mails.resend': { action: 'resend', resource: 'mail', label: 'Have mails sent again that were not delivered' },
} as const satisfies Record<string, Permitted>;
export type Permission = keyof typeof PERMISSIONS;
export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as [Permission, ...Permission[]];

/** What a permission lets do: each action, and on which resource. */
export function permittedBy(permission: Permission): { action: Action; resource: Resource }[] {
  const { action, resource, also }: Permitted = PERMISSIONS[permission];
  return [{ action, resource }, ...(also ? [{ action, resource: also }] : [])];
}

/** The permission that is for this. Throws where there is no such action on the resource. */
export function permissionFor(action: Action, resource: Resource): Permission {
  const found = PERMISSION_NAMES.find((name) =>
    permittedBy(name).some((permitted) => permitted.action === action && permitted.resource === resource),
  );
  if (!found) throw new Error(`nobody can ${action} a ${resource}`);
  return found;
}

/** The fields of a person that a rule may be about. */
export const USER_FIELDS = [
  'id',
  'email',
  'first_name',
  'last_name',
  'avatar',
  'status',
  'roles',
  'manager_id',
  'created_at',
  'last_login_at',
  'suspended_until',
  'suspended_reason',
] as const;
export type UserField = (typeof USER_FIELDS)[number];

/** What is seen of somebody else without `users.read`, where a rule lets them be seen at all. */
export const PUBLIC_USER_FIELDS: readonly UserField[] = ['id', 'first_name', 'last_name', 'roles'];

export const USER_STATUSES = ['active', 'pending', 'suspended'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/** A role's level: 1 is the highest. */
export const LOWEST_LEVEL = 9_999;
/** The role of every new person. */
export const DEFAULT_ROLE = 'member';

/** `kind` decides how a value may be compared, `of` what it stands for: only like is compared with like. */
export type Attribute = {
  kind: 'text' | 'number' | 'address' | 'list' | 'chain';
  of: 'person' | 'level' | 'role' | 'permission' | 'status' | 'address' | 'hour' | 'weekday' | 'seconds';
};

/**
 * What a condition may ask about whoever acts, and about the circumstances: hours and weekdays (0 is Sunday) in UTC.
 */
const CALLER_ATTRIBUTES = {
  subject: {
    id: { kind: 'text', of: 'person' },
    level: { kind: 'number', of: 'level' },
    roles: { kind: 'list', of: 'role' },
    permissions: { kind: 'list', of: 'permission' },
    managers: { kind: 'chain', of: 'person' },
  },
  environment: {
    ip: { kind: 'address', of: 'address' },
    hour: { kind: 'number', of: 'hour' },
    weekday: { kind: 'number', of: 'weekday' },
    sign_in_age_seconds: { kind: 'number', of: 'seconds' },
  },
} as const satisfies Record<string, Record<string, Attribute>>;
export type SubjectAttribute = keyof (typeof CALLER_ATTRIBUTES)['subject'];
export type EnvironmentAttribute = keyof (typeof CALLER_ATTRIBUTES)['environment'];

/** What a condition may ask about what is acted upon; nothing where there is no row. */
const RESOURCE_ATTRIBUTES = {
  user: {
    id: { kind: 'text', of: 'person' },
    level: { kind: 'number', of: 'level' },
    roles: { kind: 'list', of: 'role' },
    managers: { kind: 'chain', of: 'person' },
    manager_id: { kind: 'text', of: 'person' },
    status: { kind: 'text', of: 'status' },
  },
  role: {
    name: { kind: 'text', of: 'role' },
    level: { kind: 'number', of: 'level' },
    permissions: { kind: 'list', of: 'permission' },
  },
} as const satisfies Partial<Record<Resource, Record<string, Attribute>>>;

export type ResourceAttribute<R extends Resource> = R extends keyof typeof RESOURCE_ATTRIBUTES
  ? keyof (typeof RESOURCE_ATTRIBUTES)[R]
  : never;

export const SOURCES = ['subject', 'resource', 'environment'] as const;
export type Source = (typeof SOURCES)[number];

/** The attributes that a rule about `resource` may ask for there, by name. */
export function attributesOn(source: Source, resource: Resource): Readonly<Record<string, Attribute>> {
  if (source !== 'resource') return CALLER_ATTRIBUTES[source];
  const known: Partial<Record<Resource, Record<string, Attribute>>> = RESOURCE_ATTRIBUTES;
  return known[resource] ?? {};
}

/**
 * How a value is compared, by what kind of value it is. `within` of an address: in one of these networks; of a list:
 * all of it is among these. `managers` is the whole chain above somebody.
 */
export const OPERATORS = {
  text: ['equal', 'not_equal', 'one_of', 'none_of'],
  number: ['equal', 'not_equal', 'less', 'at_most', 'greater', 'at_least'],
  address: ['within', 'not_within'],
  list: ['containing', 'not_containing', 'within', 'not_within'],
  chain: ['containing', 'not_containing'],
} as const satisfies Record<Attribute['kind'], readonly string[]>;
export type Operator = (typeof OPERATORS)[Attribute['kind']][number];

/** Those that compare with several values. */
export const LIST_OPERATORS: readonly Operator[] = ['one_of', 'none_of', 'within', 'not_within'];
