import type { z } from 'zod';
import type { Access, UseCase } from '@/lib/domain/use-case';
import { PROBLEM_CODES, type ProblemCode } from '@/lib/shared/problems';
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
import { listMails } from '@/lib/use-cases/list-mails';
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
import { resendMail } from '@/lib/use-cases/resend-mail';
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

export type CatalogueRow = {
  /** The name of the use case, which clients call it by. */
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  useCase: UseCase;
};

/** Every operation of the API and where it is: what documents, clients and completeness tests are derived from. */
export const catalogue = [
  { name: 'register', method: 'POST', path: '/api/register', useCase: register },
  { name: 'activateAccount', method: 'POST', path: '/api/active-account', useCase: activateAccount },
  { name: 'resendCode', method: 'POST', path: '/api/resend-code', useCase: resendCode },
  { name: 'login', method: 'POST', path: '/api/login', useCase: login },
  { name: 'logout', method: 'POST', path: '/api/logout', useCase: logout },
  { name: 'refresh', method: 'POST', path: '/api/refresh', useCase: refresh },
  { name: 'getMe', method: 'GET', path: '/api/me', useCase: getMe },
  { name: 'updateMe', method: 'PATCH', path: '/api/me', useCase: updateMe },
  { name: 'listActivity', method: 'GET', path: '/api/me/activity', useCase: listActivity },
  { name: 'uploadAvatar', method: 'PUT', path: '/api/me/avatar', useCase: uploadAvatar },
  { name: 'removeAvatar', method: 'DELETE', path: '/api/me/avatar', useCase: removeAvatar },
  { name: 'listSessions', method: 'GET', path: '/api/sessions', useCase: listSessions },
  { name: 'endOtherSessions', method: 'DELETE', path: '/api/sessions', useCase: endOtherSessions },
  { name: 'endSession', method: 'DELETE', path: '/api/sessions/{id}', useCase: endSession },
  { name: 'requestResetPassword', method: 'POST', path: '/api/request-reset-password', useCase: requestResetPassword },
  { name: 'resetPassword', method: 'POST', path: '/api/reset-password/{token}', useCase: resetPassword },
  { name: 'changePassword', method: 'POST', path: '/api/change-password', useCase: changePassword },
  { name: 'listConnections', method: 'GET', path: '/api/connections', useCase: listConnections },
  { name: 'removeConnection', method: 'DELETE', path: '/api/connections/{provider}', useCase: removeConnection },
  { name: 'listPeople', method: 'GET', path: '/api/users', useCase: listPeople },
  { name: 'invitePerson', method: 'POST', path: '/api/users', useCase: invitePerson },
  { name: 'readPerson', method: 'GET', path: '/api/users/{id}', useCase: readPerson },
  { name: 'updatePerson', method: 'PATCH', path: '/api/users/{id}', useCase: updatePerson },
  { name: 'deletePerson', method: 'DELETE', path: '/api/users/{id}', useCase: deletePerson },
  { name: 'readAvatar', method: 'GET', path: '/api/users/{id}/avatar', useCase: readAvatar },
  { name: 'assignRoles', method: 'PUT', path: '/api/users/{id}/roles', useCase: assignRoles },
  { name: 'suspendPerson', method: 'POST', path: '/api/users/{id}/suspend', useCase: suspendPerson },
  { name: 'restorePerson', method: 'POST', path: '/api/users/{id}/restore', useCase: restorePerson },
  { name: 'signOutPerson', method: 'POST', path: '/api/users/{id}/sign-out', useCase: signOutPerson },
  { name: 'sendReset', method: 'POST', path: '/api/users/{id}/send-reset', useCase: sendReset },
  { name: 'listRoles', method: 'GET', path: '/api/roles', useCase: listRoles },
  { name: 'createRole', method: 'POST', path: '/api/roles', useCase: createRole },
  { name: 'updateRole', method: 'PATCH', path: '/api/roles/{name}', useCase: updateRole },
  { name: 'deleteRole', method: 'DELETE', path: '/api/roles/{name}', useCase: deleteRole },
  { name: 'listPolicies', method: 'GET', path: '/api/policies', useCase: listPolicies },
  { name: 'createPolicy', method: 'POST', path: '/api/policies', useCase: createPolicy },
  { name: 'updatePolicy', method: 'PATCH', path: '/api/policies/{id}', useCase: updatePolicy },
  { name: 'deletePolicy', method: 'DELETE', path: '/api/policies/{id}', useCase: deletePolicy },
  { name: 'explainAccess', method: 'POST', path: '/api/authz/explain', useCase: explainAccess },
  { name: 'listAudit', method: 'GET', path: '/api/audit', useCase: listAudit },
  { name: 'verifyAudit', method: 'GET', path: '/api/audit/verify', useCase: verifyAudit },
  { name: 'listMails', method: 'GET', path: '/api/mails', useCase: listMails },
  { name: 'resendMail', method: 'POST', path: '/api/mails/{id}/resend', useCase: resendMail },
] as const satisfies readonly CatalogueRow[];

export type OperationName = (typeof catalogue)[number]['name'];

/** A row of the catalogue, without the types of its own use case. */
export type Listed = CatalogueRow & { name: OperationName };

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

/** Whether it takes anything but parts of its path, of which each is some text that is there or not. */
function takesFields(path: string, { input }: UseCase): boolean {
  const { shape } = input as z.ZodObject;
  return Object.keys(shape).some((name) => !path.includes(`{${name}}`));
}

/**
 * Every problem that an operation may answer with: those it names itself, and those that its method, its access and its
 * input imply. In the order of the table of problems.
 */
export function problemsOf({ method, path, useCase }: Omit<CatalogueRow, 'name'>): ProblemCode[] {
  const documented = new Set<ProblemCode>([
    ...OF_ALL,
    ...(method === 'GET' ? [] : OF_WRITES),
    ...ofAccess(useCase.access),
    ...(takesFields(path, useCase) ? (['invalid_input'] as const) : []),
    ...(useCase.isCaptchaWanted ? OF_CAPTCHA : []),
    ...useCase.problems,
  ]);
  return PROBLEM_CODES.filter((code) => documented.has(code));
}
