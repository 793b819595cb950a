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

type Data = Readonly<Record<string, unknown>>;

/** What an event was about, where it was no person: the name of a role or rule, a provider, a device, what was refused. */
export function aboutWhat({ role, name, provider, device, operation }: Data): string | undefined {
  return [role, name, provider, device, operation].find((about) => typeof about === 'string');
}

/** The same for who did it, who may also read again which roles they gave and which reason they wrote. */
export function aboutOwnAct(data: Data): string | undefined {
  const given = [data['roles'], data['reason']].find((text) => typeof text === 'string' && text !== '');
  return aboutWhat(data) ?? (given as string | undefined);
}

/** Whether `npm run admin` did it: whoever runs that is no person of ours. */
export const isByCommandLine = ({ via }: Data) => via === 'command line';

/** What did something that no signed-in person did, by the `via` of its data. */
const PROGRAMS: Record<string, string> = { 'command line': 'the command line', job: 'a job' };

function programIn({ via }: Data): string | undefined {
  return typeof via === 'string' && Object.hasOwn(PROGRAMS, via) ? PROGRAMS[via] : undefined;
}

export const isByProgram = (data: Data) => programIn(data) !== undefined;

/** Who did something that no signed-in person did: a program, or a stranger. */
export function nobodyInWords(data: Data): string {
  return programIn(data) ?? 'nobody signed in';
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
