import { type Permission, PERMISSIONS } from './authorization';
import { capital } from './capital';
import { PROBLEMS, type ProblemCode } from './problems';
import { ruleInWords } from './rule-words';
import { policyOutput } from './schemas/policy';

/** What the data of an event is called where its name alone does not say it. */
const NAMES: Record<string, string> = {
  operation: 'What was tried',
  refusal: 'Refused with',
  level_before: 'Level before',
  permissions_before: 'Permissions before',
  rule_before: 'Rule before',
  policy: 'Rule (id)',
  name: 'Name',
};

export function dataName(key: string): string {
  return NAMES[key] ?? capital(key.replaceAll('_', ' '));
}

function ruleOf(text: string): string {
  try {
    const { data } = policyOutput.safeParse(JSON.parse(text));
    return data ? `${ruleInWords(data)} (${data.enabled ? 'on' : 'off'})` : text;
  } catch {
    return text;
  }
}

/** Permissions as they are recorded, with a space between them. */
function permissionsOf(text: string): string {
  const names = text.split(' ').filter((name) => name !== '');
  const words = names.map((name) => (Object.hasOwn(PERMISSIONS, name) ? PERMISSIONS[name as Permission].label : name));
  return words.length > 0 ? words.join('; ') : 'none';
}

/** What an event was about, where it was no person: the name of a role or rule, a provider, a device. */
export function aboutWhat(data: Readonly<Record<string, unknown>>): string | undefined {
  return [data['role'], data['name'], data['provider'], data['device']].find((name) => typeof name === 'string');
}

function refusalOf(code: string): string {
  return Object.hasOwn(PROBLEMS, code) ? `${PROBLEMS[code as ProblemCode].title} (${code})` : code;
}

/** A value of the data of an event, in words. */
export function dataWords(key: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (key === 'rule' || key === 'rule_before') return ruleOf(text);
  if (key === 'permissions' || key === 'permissions_before') return permissionsOf(text);
  if (key === 'refusal') return refusalOf(text);
  return text === '' ? 'nothing' : text;
}
