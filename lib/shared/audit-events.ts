import { aboutOwnAct, isByCommandLine } from './audit-words';
import { isProviderName, PROVIDERS } from './providers';

/** What an event is about. */
export const AUDIT_CATEGORIES = ['sign-in', 'account', 'administration', 'access'] as const;
type AuditCategory = (typeof AUDIT_CATEGORIES)[number];

type Words = {
  category: AuditCategory;
  /** For the record that administrators read. */
  label: string;
  /**
   * For whom it happened to, in their own activity; without it, it is not shown there. What stands in braces is filled
   * from the event: `{device}` is "Firefox on Linux", the others are of its data.
   */
  toYou?: string;
  /** For whoever did it to somebody or something else, in their own activity. */
  byYou?: string;
};

/** Everything that is recorded, as `noun.past_participle`: the one source for the record, its filters, its pages. */
export const AUDIT_EVENTS = {
  'session.opened': { category: 'sign-in', label: 'Signed in', toYou: 'Signed in from {device}' },
  'session.refused': { category: 'sign-in', label: 'Could not sign in', toYou: 'A sign-in was refused' },
  'session.ended': { category: 'sign-in', label: 'Session ended', toYou: 'A session was signed out' },
  'session.reuse_detected': {
    category: 'sign-in',
    label: 'Stolen session ended',
    toYou: 'A session was ended because a copy of it was used elsewhere',
  },
  'device.first_seen': { category: 'sign-in', label: 'New device', toYou: 'First sign-in from {device}' },
  'lockout.closed': {
    category: 'access',
    label: 'Closed after too many attempts',
    toYou: 'Closed for a while after too many attempts',
  },
  'registration.requested': { category: 'account', label: 'Registered', toYou: 'Registered with your address' },
  'registration.refused_known_address': {
    category: 'account',
    label: 'Registered a taken address',
    toYou: 'Somebody tried to register with your address',
  },
  'account.activated': { category: 'account', label: 'Account activated', toYou: 'Account activated' },
  'activation.failed': { category: 'account', label: 'Could not activate', toYou: 'An activation was refused' },
  'activation_code.sent': {
    category: 'account',
    label: 'New activation code',
    toYou: 'A new activation code was asked for',
  },
  'password.changed': { category: 'account', label: 'Password changed', toYou: 'Password changed' },
  'password.change_refused': {
    category: 'account',
    label: 'Could not change the password',
    toYou: 'A change of the password was refused',
  },
  'password.reset_requested': { category: 'account', label: 'Asked for a reset' },
  'password.reset_link_sent': {
    category: 'account',
    label: 'Reset link sent',
    toYou: 'A link for a new password was asked for',
  },
  'password.reset': { category: 'account', label: 'Password reset', toYou: 'New password set by a mailed link' },
  'password.reset_refused': {
    category: 'account',
    label: 'Could not reset the password',
    toYou: 'Setting a new password by a mailed link was refused',
  },
  'profile.updated': { category: 'account', label: 'Profile changed', toYou: 'Profile changed' },
  'avatar.changed': { category: 'account', label: 'Picture changed', toYou: 'Picture changed' },
  'avatar.removed': { category: 'account', label: 'Picture removed', toYou: 'Picture removed' },
  'connection.added': { category: 'account', label: 'Provider connected', toYou: 'Connected {provider}' },
  'connection.removed': { category: 'account', label: 'Provider disconnected', toYou: 'Disconnected {provider}' },
  'connection.refused': {
    category: 'account',
    label: 'Could not connect a provider',
    toYou: 'Connecting {provider} was refused',
  },
  'access.denied': {
    category: 'access',
    label: 'Refused what they may not do',
    byYou: 'Refused, as you may not do it',
  },
  'origin.rejected': {
    category: 'access',
    label: 'Request from another site',
    byYou: 'Refused, as another site sent it in your name',
  },
  'person.invited': {
    category: 'administration',
    label: 'Person invited',
    toYou: 'Invited by an administrator',
    byYou: 'You invited somebody',
  },
  'person.imported': {
    category: 'administration',
    label: 'Person brought from elsewhere',
    toYou: 'An administrator brought your account here',
  },
  'person.updated': {
    category: 'administration',
    label: 'Person edited',
    toYou: 'An administrator edited your account',
    byYou: 'You edited somebody',
  },
  'person.roles_changed': {
    category: 'administration',
    label: 'Roles of a person changed',
    toYou: 'An administrator changed your roles',
    byYou: 'You changed somebody’s roles',
  },
  'person.suspended': {
    category: 'administration',
    label: 'Person suspended',
    toYou: 'An administrator suspended your account',
    byYou: 'You suspended somebody',
  },
  'person.restored': {
    category: 'administration',
    label: 'Person restored',
    toYou: 'An administrator lifted your suspension',
    byYou: 'You lifted somebody’s suspension',
  },
  'person.signed_out': {
    category: 'administration',
    label: 'Person signed out everywhere',
    toYou: 'An administrator signed you out everywhere',
    byYou: 'You signed somebody out everywhere',
  },
  'person.reset_sent': {
    category: 'administration',
    label: 'Link for a new password sent',
    toYou: 'An administrator sent you a link for a new password',
    byYou: 'You sent somebody a link for a new password',
  },
  'person.deleted': { category: 'administration', label: 'Person deleted', byYou: 'You deleted somebody' },
  'mail.resent': {
    category: 'administration',
    label: 'Mail sent again',
    toYou: 'An administrator had a mail sent to you again',
    byYou: 'You had a mail sent to somebody again',
  },
  'role.created': { category: 'administration', label: 'Role created', byYou: 'You created a role' },
  'role.updated': { category: 'administration', label: 'Role changed', byYou: 'You changed a role' },
  'role.deleted': { category: 'administration', label: 'Role deleted', byYou: 'You deleted a role' },
  'policy.created': { category: 'administration', label: 'Rule created', byYou: 'You created a rule' },
  'policy.updated': { category: 'administration', label: 'Rule changed', byYou: 'You changed a rule' },
  'policy.deleted': { category: 'administration', label: 'Rule deleted', byYou: 'You deleted a rule' },
} as const satisfies Record<string, Words>;

export type AuditEventName = keyof typeof AUDIT_EVENTS;

export const AUDIT_EVENT_NAMES = Object.keys(AUDIT_EVENTS) as AuditEventName[];

type Data = Readonly<Record<string, unknown>>;

/** `person.reset_sent` to who was invited, and never had a password. */
const INVITED_AGAIN: Words = {
  category: 'administration',
  label: 'Invitation sent again',
  toYou: 'An administrator sent your invitation again',
  byYou: 'You sent somebody their invitation again',
};

/** The words for an event with this data; undefined for one of another version of the program. */
export function findAuditWords(event: string, data: Data = {}): Words | undefined {
  if (event === 'person.reset_sent' && data['link'] === 'invitation') return INVITED_AGAIN;
  return (AUDIT_EVENTS as Record<string, Words>)[event];
}

/** The ends of the record that a person's own activity shows: what happened to them, and what they did to others. */
export function eventsShown(by: 'toYou' | 'byYou'): AuditEventName[] {
  return AUDIT_EVENT_NAMES.filter((name) => findAuditWords(name)?.[by] !== undefined);
}

/** Why something was refused, after a colon; the codes of problems and of refused provider identities. */
const REFUSALS: Record<string, string> = {
  invalid_credentials: 'wrong password',
  account_suspended: 'the account is suspended',
  invalid_code: 'wrong code',
  code_expired: 'the code had expired',
  invalid_token: 'the link no longer worked',
  email_not_verified: 'the provider had not verified the address',
  other_identity: 'another account of this provider is connected',
  identity_removed: 'it had just been disconnected',
  identity_taken: 'it is connected to somebody else',
  connect_expired: 'it was asked for too long ago, or elsewhere',
};

type Told = { event: string; device: string; data: Data };

/** An event as one line of a person's own activity: "Signed in from Firefox on Linux". */
export function activityWords({ event, device, data }: Told, by: 'toYou' | 'byYou'): string {
  const words = findAuditWords(event, data);
  const template = words?.[by] ?? words?.label ?? event;
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    wordOf(name === 'device' ? device : data[name]),
  );
  const done = isByCommandLine(data) ? filled.replace(/\b([Aa])n administrator\b/, theCommandLine) : filled;
  const more = REFUSALS[String(data['refusal'])] ?? (by === 'byYou' ? aboutOwnAct(data) : undefined);
  return more === undefined ? done : `${done}: ${more}`;
}

const theCommandLine = (_: string, article: string) => (article === 'A' ? 'The command line' : 'the command line');

/** Names of providers are capitalised; whatever is missing is left vague. */
function wordOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') return 'something';
  return isProviderName(value) ? PROVIDERS[value].title : value;
}
