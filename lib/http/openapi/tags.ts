type Tag = { name: string; description: string; paths: readonly string[] };

/** The chapters of the reference, in its order: a path belongs to the first that has its beginning. */
const TAGS: readonly Tag[] = [
  {
    name: 'Registration',
    description: 'An account begins with an address, and is active once somebody has shown that they read its mail.',
    paths: ['/api/register', '/api/active-account', '/api/resend-code'],
  },
  {
    name: 'Signing in',
    description: 'Sessions: how they begin, go on and end.',
    paths: ['/api/login', '/api/logout', '/api/refresh', '/api/sessions', '/api/connections'],
  },
  {
    name: 'Passwords',
    description: 'Setting a password by a link of a mail, and changing it.',
    paths: ['/api/request-reset-password', '/api/reset-password', '/api/change-password'],
  },
  { name: 'Oneself', description: 'The account of whoever is signed in.', paths: ['/api/me'] },
  {
    name: 'People',
    description:
      'Other people, for whom the rules let: what the caller may not see of somebody is absent from the answer.',
    paths: ['/api/users'],
  },
  {
    name: 'Roles and rules',
    description: 'Who may do what, as data that acts on the next request.',
    paths: ['/api/roles', '/api/policies', '/api/authz'],
  },
  {
    name: 'The record',
    description: 'What was done, by whom, in a chain where a change shows.',
    paths: ['/api/audit'],
  },
  { name: 'Mail', description: 'Which mails went to whom, and which did not.', paths: ['/api/mails'] },
  {
    name: 'The machine room',
    description: 'What watches, balances and builds on the site reads. Nothing of it is counted.',
    paths: ['/api/health', '/api/metrics', '/api/openapi.json', '/.well-known'],
  },
];

const OTHER: Tag = { name: 'Other operations', description: 'Everything else.', paths: [''] };

const isUnder = (path: string, beginning: string) => path === beginning || path.startsWith(`${beginning}/`);

/** The chapter of the operation at this path. */
export function tagOf(path: string): string {
  return (TAGS.find(({ paths }) => paths.some((beginning) => isUnder(path, beginning))) ?? OTHER).name;
}

/** The chapters that these paths have, as the document lists them. */
export function tagsOf(paths: readonly string[]): { name: string; description: string }[] {
  const used = new Set(paths.map(tagOf));
  return [...TAGS, OTHER].filter(({ name }) => used.has(name)).map(({ name, description }) => ({ name, description }));
}
