import type { Access, UseCase } from '@/lib/domain/use-case';
import { PROBLEM_CODES, type ProblemCode } from '@/lib/shared/problems';
import { noInput } from '@/lib/shared/schemas/session';
import { activateAccount } from '@/lib/use-cases/activate-account';
import { assignRoles } from '@/lib/use-cases/assign-roles';
import { changePassword } from '@/lib/use-cases/change-password';
import { createPolicy } from '@/lib/use-cases/create-policy';
import { createRole } from '@/lib/use-cases/create-role';
import { deletePerson } from '@/lib/use-cases/delete-person';
import { deletePolicy } from '@/lib/use-cases/delete-policy';
import { deleteRole } from '@/lib/use-cases/delete-role';
import { endOtherSessions } from '@/lib/use-cases/end-other-sessions';
import { endSession } from '@/lib/use-cases/end-session';
import { explainAccess } from '@/lib/use-cases/explain-access';
import { getMe } from '@/lib/use-cases/get-me';
import { invitePerson } from '@/lib/use-cases/invite-person';
import { listActivity } from '@/lib/use-cases/list-activity';
import { listAudit } from '@/lib/use-cases/list-audit';
import { listConnections } from '@/lib/use-cases/list-connections';
import { listPeople } from '@/lib/use-cases/list-people';
import { listPolicies } from '@/lib/use-cases/list-policies';
import { listRoles } from '@/lib/use-cases/list-roles';
import { listSessions } from '@/lib/use-cases/list-sessions';
import { login } from '@/lib/use-cases/login';
import { logout } from '@/lib/use-cases/logout';
import { readAvatar } from '@/lib/use-cases/read-avatar';
import { readPerson } from '@/lib/use-cases/read-person';
import { refresh } from '@/lib/use-cases/refresh';
import { register } from '@/lib/use-cases/register';
import { removeAvatar } from '@/lib/use-cases/remove-avatar';
import { removeConnection } from '@/lib/use-cases/remove-connection';
import { requestResetPassword } from '@/lib/use-cases/request-reset-password';
import { resendCode } from '@/lib/use-cases/resend-code';
import { resetPassword } from '@/lib/use-cases/reset-password';
import { restorePerson } from '@/lib/use-cases/restore-person';
import { sendReset } from '@/lib/use-cases/send-reset';
import { signOutPerson } from '@/lib/use-cases/sign-out-person';
import { suspendPerson } from '@/lib/use-cases/suspend-person';
import { updateMe } from '@/lib/use-cases/update-me';
import { updatePerson } from '@/lib/use-cases/update-person';
import { updatePolicy } from '@/lib/use-cases/update-policy';
import { updateRole } from '@/lib/use-cases/update-role';
import { uploadAvatar } from '@/lib/use-cases/upload-avatar';
import { verifyAudit } from '@/lib/use-cases/verify-audit';

export type CatalogueRow = { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; useCase: UseCase };

/** Every operation of the API and where it is: what documents, clients and completeness tests are derived from. */
export const catalogue = [
  { method: 'POST', path: '/api/register', useCase: register },
  { method: 'POST', path: '/api/active-account', useCase: activateAccount },
  { method: 'POST', path: '/api/resend-code', useCase: resendCode },
  { method: 'POST', path: '/api/login', useCase: login },
  { method: 'POST', path: '/api/logout', useCase: logout },
  { method: 'POST', path: '/api/refresh', useCase: refresh },
  { method: 'GET', path: '/api/me', useCase: getMe },
  { method: 'PATCH', path: '/api/me', useCase: updateMe },
  { method: 'GET', path: '/api/me/activity', useCase: listActivity },
  { method: 'PUT', path: '/api/me/avatar', useCase: uploadAvatar },
  { method: 'DELETE', path: '/api/me/avatar', useCase: removeAvatar },
  { method: 'GET', path: '/api/sessions', useCase: listSessions },
  { method: 'DELETE', path: '/api/sessions', useCase: endOtherSessions },
  { method: 'DELETE', path: '/api/sessions/{id}', useCase: endSession },
  { method: 'POST', path: '/api/request-reset-password', useCase: requestResetPassword },
  { method: 'POST', path: '/api/reset-password/{token}', useCase: resetPassword },
  { method: 'POST', path: '/api/change-password', useCase: changePassword },
  { method: 'GET', path: '/api/connections', useCase: listConnections },
  { method: 'DELETE', path: '/api/connections/{provider}', useCase: removeConnection },
  { method: 'GET', path: '/api/users', useCase: listPeople },
  { method: 'POST', path: '/api/users', useCase: invitePerson },
  { method: 'GET', path: '/api/users/{id}', useCase: readPerson },
  { method: 'PATCH', path: '/api/users/{id}', useCase: updatePerson },
  { method: 'DELETE', path: '/api/users/{id}', useCase: deletePerson },
  { method: 'GET', path: '/api/users/{id}/avatar', useCase: readAvatar },
  { method: 'PUT', path: '/api/users/{id}/roles', useCase: assignRoles },
  { method: 'POST', path: '/api/users/{id}/suspend', useCase: suspendPerson },
  { method: 'POST', path: '/api/users/{id}/restore', useCase: restorePerson },
  { method: 'POST', path: '/api/users/{id}/sign-out', useCase: signOutPerson },
  { method: 'POST', path: '/api/users/{id}/send-reset', useCase: sendReset },
  { method: 'GET', path: '/api/roles', useCase: listRoles },
  { method: 'POST', path: '/api/roles', useCase: createRole },
  { method: 'PATCH', path: '/api/roles/{name}', useCase: updateRole },
  { method: 'DELETE', path: '/api/roles/{name}', useCase: deleteRole },
  { method: 'GET', path: '/api/policies', useCase: listPolicies },
  { method: 'POST', path: '/api/policies', useCase: createPolicy },
  { method: 'PATCH', path: '/api/policies/{id}', useCase: updatePolicy },
  { method: 'DELETE', path: '/api/policies/{id}', useCase: deletePolicy },
  { method: 'POST', path: '/api/authz/explain', useCase: explainAccess },
  { method: 'GET', path: '/api/audit', useCase: listAudit },
  { method: 'GET', path: '/api/audit/verify', useCase: verifyAudit },
] as const satisfies readonly CatalogueRow[];

/** What any operation may answer, whatever it does. */
const OF_ALL: readonly ProblemCode[] = ['rate_limited', 'internal', 'service_unavailable'];

/** What reading a body, and changing anything, may end in. */
const OF_WRITES: readonly ProblemCode[] = [
  'malformed_body',
  'payload_too_large',
  'unsupported_media_type',
  'origin_rejected',
];

const OF_CAPTCHA: readonly ProblemCode[] = ['captcha_failed', 'captcha_unavailable'];

function ofAccess(access: Access): readonly ProblemCode[] {
  if (access === 'anyone') return [];
  if (access === 'signed-in') return ['unauthenticated'];
  if (access === 'activated') return ['unauthenticated', 'not_activated'];
  return ['unauthenticated', 'not_activated', 'forbidden'];
}

/**
 * Every problem that an operation may answer with: those it names itself, and those that its method, its access and its
 * input imply. In the order of the table of problems.
 */
export function problemsOf({ method, useCase }: Pick<CatalogueRow, 'method' | 'useCase'>): ProblemCode[] {
  const documented = new Set<ProblemCode>([
    ...OF_ALL,
    ...(method === 'GET' ? [] : OF_WRITES),
    ...ofAccess(useCase.access),
    ...(useCase.input === noInput ? [] : (['invalid_input'] as const)),
    ...(useCase.isCaptchaWanted ? OF_CAPTCHA : []),
    ...useCase.problems,
  ]);
  return PROBLEM_CODES.filter((code) => documented.has(code));
}
