import type { ProblemCode } from '@/lib/shared/problems';
import { ACTORS, type Actor } from './cast';

/** What each mark stands for; `+` is success. */
export const MARKS: Partial<Record<ProblemCode, string>> = {
  unauthenticated: 'u',
  not_activated: 'n',
  account_suspended: 's',
  forbidden: '-',
  not_found: '?',
  conflict: '!',
  invalid_input: 'x',
  invalid_code: 'x',
  invalid_token: 'x',
  too_many_attempts: 'w',
};

/**
 * Who is answered what. One mark for each object, in the order in which its row names them; one alone where it is the same
 * for all. People: self, below, beside, above, stranger, missing. Roles: lower, own, higher, missing. Rules: for lower
 * people, for one’s own rank, missing. (Who has just registered waits a minute for another code.)
 */
const TABLE = `
                                        | nobody | pending | member | manager | chief  | admin  | suspended
POST /api/register                      | +      | +       | +      | +       | +      | +      | +
POST /api/active-account                | u      | x       | +      | +       | +      | +      | u
POST /api/resend-code                   | +      | w       | +      | +       | +      | +      | +
POST /api/login                         | +      | +       | +      | +       | +      | +      | s
POST /api/logout                        | +      | +       | +      | +       | +      | +      | +
POST /api/refresh                       | u      | +       | +      | +       | +      | +      | u
GET /api/me                             | u      | n       | +      | +       | +      | +      | u
PATCH /api/me                           | u      | n       | +      | +       | +      | +      | u
GET /api/me/activity                    | u      | n       | +      | +       | +      | +      | u
PUT /api/me/avatar                      | u      | n       | +      | +       | +      | +      | u
DELETE /api/me/avatar                   | u      | n       | +      | +       | +      | +      | u
GET /api/sessions                       | u      | n       | +      | +       | +      | +      | u
DELETE /api/sessions                    | u      | n       | +      | +       | +      | +      | u
DELETE /api/sessions/{id}               | u      | n       | +??    | +??     | +??    | +??    | u
POST /api/request-reset-password        | +      | +       | +      | +       | +      | +      | +
POST /api/reset-password/{token}        | +x     | +x      | +x     | +x      | +x     | +x     | +x
POST /api/change-password               | u      | n       | +      | +       | +      | +      | u
GET /api/connections                    | u      | n       | +      | +       | +      | +      | u
DELETE /api/connections/{provider}      | u      | n       | +?     | +?      | +?     | +?     | u
GET /api/users                          | u      | n       | -      | +       | +      | +      | u
POST /api/users                         | u      | n       | -      | -       | +--    | +      | u
GET /api/users/{id}                     | u      | n       | +????? | +++++?  | +++++? | +++++? | u
PATCH /api/users/{id}                   | u      | n       | +????? | ++---?  | ++---? | +++++? | u
DELETE /api/users/{id}                  | u      | n       | -      | -       | -+---? | -++++? | u
GET /api/users/{id}/avatar              | u      | n       | +????? | +++++?  | +++++? | +++++? | u
PUT /api/users/{id}/roles               | u      | n       | -      | -       | -+--+? | -++++? | u
PUT /api/users/{id}/roles (of a report) | u      | n       | -      | -       | +--x   | +++x   | u
POST /api/users/{id}/suspend            | u      | n       | -      | -+---?  | -+---? | -++++? | u
POST /api/users/{id}/restore            | u      | n       | -      | -+---?  | -+---? | -++++? | u
POST /api/users/{id}/sign-out           | u      | n       | -      | -       | ++--+? | +++++? | u
POST /api/users/{id}/send-reset         | u      | n       | -????? | -+---?  | -+---? | -++++? | u
GET /api/roles                          | u      | n       | -      | -       | +      | +      | u
POST /api/roles                         | u      | n       | -      | -       | +--    | +      | u
PATCH /api/roles/{name}                 | u      | n       | -      | -       | +--?   | +++?   | u
DELETE /api/roles/{name}                | u      | n       | -      | -       | +--?   | +!+?   | u
GET /api/policies                       | u      | n       | -      | -       | +      | +      | u
POST /api/policies                      | u      | n       | -      | -       | +-     | +      | u
PATCH /api/policies/{id}                | u      | n       | -      | -       | +-?    | ++?    | u
DELETE /api/policies/{id}               | u      | n       | -      | -       | +-?    | ++?    | u
POST /api/authz/explain                 | u      | n       | +--    | +--     | ++?    | ++?    | u
GET /api/audit                          | u      | n       | -      | -       | +      | +      | u
GET /api/audit/verify                   | u      | n       | -      | -       | +      | +      | u
`;

export type Answers = Record<Actor, string>;

/** The rows of the table, by endpoint. */
export const ANSWERS: ReadonlyMap<string, Answers> = new Map(
  TABLE.trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [endpoint = '', ...marks] = line.split('|').map((cell) => cell.trim());
      return [endpoint, Object.fromEntries(ACTORS.map((who, n) => [who, marks[n] ?? ''])) as Answers];
    }),
);
