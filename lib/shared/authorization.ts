/** What can be acted upon. */
export const RESOURCES = ['user', 'role', 'policy', 'audit'] as const;
export type Resource = (typeof RESOURCES)[number];

/** What can be done to each. */
export const ACTIONS = {
  user: ['read', 'create', 'update', 'delete', 'suspend', 'sign_out', 'assign'],
  role: ['read', 'manage'],
  policy: ['manage'],
  audit: ['read'],
} as const satisfies Record<Resource, readonly string[]>;
export type Action = (typeof ACTIONS)[Resource][number];

type Permitted = { action: Action; resource: Resource; label: string };

/** The permissions that a role may hold, and what each is for. */
export const PERMISSIONS = {
  'users.read': { action: 'read', resource: 'user', label: 'See people and all that is known of them' },
  'users.create': { action: 'create', resource: 'user', label: 'Invite people' },
  'users.update': { action: 'update', resource: 'user', label: 'Edit people and send them a link for a new password' },
  'users.delete': { action: 'delete', resource: 'user', label: 'Delete people' },
  'users.suspend': { action: 'suspend', resource: 'user', label: 'Suspend people and restore them' },
  'users.sign_out': { action: 'sign_out', resource: 'user', label: 'Sign people out everywhere' },
  'roles.read': { action: 'read', resource: 'role', label: 'See roles' },
  'roles.assign': { action: 'assign', resource: 'user', label: 'Give people roles of a lower rank' },
  'roles.manage': { action: 'manage', resource: 'role', label: 'Make, change and delete roles' },
  'policies.manage': { action: 'manage', resource: 'policy', label: 'See, change and try out rules' },
  'audit.read': { action: 'read', resource: 'audit', label: 'Read the record of what happened' },
} as const satisfies Record<string, Permitted>;
export type Permission = keyof typeof PERMISSIONS;

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

type Kind = 'text' | 'number' | 'list';

/** What a condition may ask about, by where it is found. Times in the server's UTC. */
export const ATTRIBUTES = {
  subject: { id: 'text', level: 'number', roles: 'list', permissions: 'list', managers: 'list' },
  resource: { id: 'text', level: 'number', roles: 'list', managers: 'list', status: 'text', manager_id: 'text' },
  environment: { ip: 'text', hour: 'number', weekday: 'number', sign_in_age_seconds: 'number' },
} as const satisfies Record<string, Record<string, Kind>>;
export type Source = keyof typeof ATTRIBUTES;

/** How a value is compared, by what kind of value it is. */
export const OPERATORS = {
  text: ['equal', 'not_equal', 'one_of', 'none_of'],
  number: ['equal', 'not_equal', 'less', 'at_most', 'greater', 'at_least'],
  list: ['containing', 'not_containing'],
} as const satisfies Record<Kind, readonly string[]>;
export type Operator = (typeof OPERATORS)[Kind][number];
