import type { JsonSchema, Operation } from '@/lib/shared/openapi';
import type { Listed, OperationName } from '../catalogue';

/** What a field would hold, by its name. */
const FIELDS: Record<string, unknown> = {
  first_name: 'Ada',
  last_name: 'Byron',
  email: 'ada@example.com',
  password: 'engines are patient',
  confirm_password: 'engines are patient',
  current_password: 'engines are patient',
  new_password: 'patience is an engine',
  roles: ['member'],
  manager_id: null,
  reason: 'Left the company',
  name: 'editor',
  level: 500,
  permissions: ['users.read'],
  effect: 'deny',
  action: 'update',
  resource: 'user',
  fields: ['last_name'],
  conditions: [{ on: 'environment', attribute: 'hour', is: 'less', value: 6 }],
  enabled: false,
};

/** An id of anything, in examples. */
export const SOME_ID = '0192f3c4-7d1e-7a53-9c1f-2b7d5f1f0a6e';

/** What stands in the braces of a path. */
const PLACES: Record<string, string> = { id: SOME_ID, token: '$TOKEN', provider: 'google', name: 'editor' };

/** The bodies that the table of fields is not enough for. */
const BODIES: Partial<Record<OperationName, Record<string, unknown>>> = {
  activateAccount: { activation_code: '123456' },
  resendCode: { email: FIELDS['email'] },
  resetPassword: { new_password: FIELDS['new_password'], confirm_password: FIELDS['new_password'] },
  changePassword: {
    current_password: FIELDS['current_password'],
    new_password: FIELDS['new_password'],
    confirm_password: FIELDS['new_password'],
  },
  createPolicy: {
    name: 'No renaming at night',
    effect: 'deny',
    action: 'update',
    resource: 'user',
    fields: FIELDS['fields'],
    conditions: FIELDS['conditions'],
  },
  updatePolicy: { enabled: false },
  explainAccess: { action: 'update', resource: { type: 'user', id: SOME_ID } },
};

/** What an operation would take as its body: what it wants, or, where it wants nothing in particular, some of it. */
export function sampleBody({ name }: Pick<Listed, 'name'>, { properties = {}, required = [] }: JsonSchema): object {
  const wanted = required.length > 0 ? required : Object.keys(properties);
  return BODIES[name] ?? Object.fromEntries(wanted.map((field) => [field, field in FIELDS ? FIELDS[field] : '…']));
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function bodyOptions({ takes }: Listed['useCase'], body: object | undefined): string[] {
  if (takes === 'image') return ["-H 'content-type: image/png'", '--data-binary @picture.png'];
  return body ? ["-H 'content-type: application/json'", `-d ${quoted(JSON.stringify(body))}`] : [];
}

type Wanted = { appUrl: string; body: object | undefined };

/** How to try an operation in a shell: `cookies.txt` keeps the cookies between one and the next. */
export function curlOf(row: Listed, { appUrl, body }: Wanted): Operation['x-codeSamples'] {
  const path = row.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PLACES[name] ?? name);
  const options = [
    ...(row.method === 'GET' ? [] : [`-X ${row.method}`]),
    '-b cookies.txt -c cookies.txt',
    ...bodyOptions(row.useCase, body),
    ...(row.useCase.gives === 'image' ? ['-o picture.webp'] : []),
  ];
  return [{ lang: 'Shell', source: ['curl', ...options, `"${appUrl}${path}"`].join(' \\\n  ') }];
}
