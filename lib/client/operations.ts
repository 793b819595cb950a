import type { z } from 'zod';
import type {
  listActivityInput,
  listActivityOutput,
  listAuditInput,
  listAuditOutput,
  verifyAuditOutput,
} from '@/lib/shared/schemas/audit';
import type { avatarOutput, uploadAvatarInput } from '@/lib/shared/schemas/avatar';
import type { changePasswordInput } from '@/lib/shared/schemas/change-password';
import type { connectionsOutput, removeConnectionInput } from '@/lib/shared/schemas/connections';
import type { explainAccessInput, explainAccessOutput } from '@/lib/shared/schemas/explain';
import type { endSessionInput, listSessionsOutput } from '@/lib/shared/schemas/own-sessions';
import type {
  assignRolesInput,
  invitePersonInput,
  listPeopleInput,
  listPeopleOutput,
  personDetailOutput,
  personIdInput,
  suspendPersonInput,
  updatePersonInput,
} from '@/lib/shared/schemas/people';
import type {
  createPolicyInput,
  deletePolicyInput,
  policiesOutput,
  policyOutput,
  updatePolicyInput,
} from '@/lib/shared/schemas/policy';
import type {
  activateAccountInput,
  activateAccountOutput,
  registerInput,
  registerOutput,
  resendCodeInput,
} from '@/lib/shared/schemas/registration';
import type { requestResetPasswordInput, resetPasswordInput } from '@/lib/shared/schemas/reset-password';
import type {
  createRoleInput,
  deleteRoleInput,
  roleOutput,
  rolesOutput,
  updateRoleInput,
} from '@/lib/shared/schemas/roles';
import type { loginInput, loginOutput, messageOutput, noInput, refreshOutput } from '@/lib/shared/schemas/session';
import type { updateMeInput, userOutput } from '@/lib/shared/schemas/user';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Where an operation is, and, in its type alone, the schemas of what it takes and gives: no schema gets into a bundle. */
export type Operation<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = {
  method: Method;
  path: string;
  /** What is sent or answered is a picture instead of JSON. */
  takes?: 'image';
  gives?: 'image';
  schemas?: { input: Input; output: Output };
};

type Located<M extends Method, P extends string> = { method: M; path: P };

/** `<input, output>()(method, path)`: the types are said, the place is inferred. */
const takes =
  <Input extends z.ZodType, Output extends z.ZodType>() =>
  <M extends Method, P extends string>(method: M, path: P): Operation<Input, Output> & Located<M, P> => ({
    method,
    path,
  });

/** Every operation of the API under the name of its use case; a test holds it against the catalogue. */
export const OPERATIONS = {
  register: takes<typeof registerInput, typeof registerOutput>()('POST', '/api/register'),
  activateAccount: takes<typeof activateAccountInput, typeof activateAccountOutput>()('POST', '/api/active-account'),
  resendCode: takes<typeof resendCodeInput, typeof messageOutput>()('POST', '/api/resend-code'),
  login: takes<typeof loginInput, typeof loginOutput>()('POST', '/api/login'),
  logout: takes<typeof noInput, typeof messageOutput>()('POST', '/api/logout'),
  refresh: takes<typeof noInput, typeof refreshOutput>()('POST', '/api/refresh'),
  getMe: takes<typeof noInput, typeof userOutput>()('GET', '/api/me'),
  updateMe: takes<typeof updateMeInput, typeof userOutput>()('PATCH', '/api/me'),
  uploadAvatar: {
    ...takes<typeof uploadAvatarInput, typeof userOutput>()('PUT', '/api/me/avatar'),
    takes: 'image' as const,
  },
  removeAvatar: takes<typeof noInput, typeof messageOutput>()('DELETE', '/api/me/avatar'),
  readAvatar: {
    ...takes<typeof personIdInput, typeof avatarOutput>()('GET', '/api/users/{id}/avatar'),
    gives: 'image' as const,
  },
  listSessions: takes<typeof noInput, typeof listSessionsOutput>()('GET', '/api/sessions'),
  endOtherSessions: takes<typeof noInput, typeof messageOutput>()('DELETE', '/api/sessions'),
  endSession: takes<typeof endSessionInput, typeof messageOutput>()('DELETE', '/api/sessions/{id}'),
  changePassword: takes<typeof changePasswordInput, typeof messageOutput>()('POST', '/api/change-password'),
  requestResetPassword: takes<typeof requestResetPasswordInput, typeof messageOutput>()(
    'POST',
    '/api/request-reset-password',
  ),
  resetPassword: takes<typeof resetPasswordInput, typeof messageOutput>()('POST', '/api/reset-password/{token}'),
  listConnections: takes<typeof noInput, typeof connectionsOutput>()('GET', '/api/connections'),
  removeConnection: takes<typeof removeConnectionInput, typeof messageOutput>()(
    'DELETE',
    '/api/connections/{provider}',
  ),
  listActivity: takes<typeof listActivityInput, typeof listActivityOutput>()('GET', '/api/me/activity'),
  listPeople: takes<typeof listPeopleInput, typeof listPeopleOutput>()('GET', '/api/users'),
  readPerson: takes<typeof personIdInput, typeof personDetailOutput>()('GET', '/api/users/{id}'),
  invitePerson: takes<typeof invitePersonInput, typeof personDetailOutput>()('POST', '/api/users'),
  updatePerson: takes<typeof updatePersonInput, typeof personDetailOutput>()('PATCH', '/api/users/{id}'),
  deletePerson: takes<typeof personIdInput, typeof messageOutput>()('DELETE', '/api/users/{id}'),
  assignRoles: takes<typeof assignRolesInput, typeof personDetailOutput>()('PUT', '/api/users/{id}/roles'),
  sendReset: takes<typeof personIdInput, typeof messageOutput>()('POST', '/api/users/{id}/send-reset'),
  suspendPerson: takes<typeof suspendPersonInput, typeof personDetailOutput>()('POST', '/api/users/{id}/suspend'),
  restorePerson: takes<typeof personIdInput, typeof personDetailOutput>()('POST', '/api/users/{id}/restore'),
  signOutPerson: takes<typeof personIdInput, typeof messageOutput>()('POST', '/api/users/{id}/sign-out'),
  listRoles: takes<typeof noInput, typeof rolesOutput>()('GET', '/api/roles'),
  createRole: takes<typeof createRoleInput, typeof roleOutput>()('POST', '/api/roles'),
  updateRole: takes<typeof updateRoleInput, typeof roleOutput>()('PATCH', '/api/roles/{name}'),
  deleteRole: takes<typeof deleteRoleInput, typeof messageOutput>()('DELETE', '/api/roles/{name}'),
  listPolicies: takes<typeof noInput, typeof policiesOutput>()('GET', '/api/policies'),
  createPolicy: takes<typeof createPolicyInput, typeof policyOutput>()('POST', '/api/policies'),
  updatePolicy: takes<typeof updatePolicyInput, typeof policyOutput>()('PATCH', '/api/policies/{id}'),
  deletePolicy: takes<typeof deletePolicyInput, typeof messageOutput>()('DELETE', '/api/policies/{id}'),
  explainAccess: takes<typeof explainAccessInput, typeof explainAccessOutput>()('POST', '/api/authz/explain'),
  listAudit: takes<typeof listAuditInput, typeof listAuditOutput>()('GET', '/api/audit'),
  verifyAudit: takes<typeof noInput, typeof verifyAuditOutput>()('GET', '/api/audit/verify'),
};

export type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;

type SchemasOf<Name extends OperationName> = NonNullable<Operations[Name]['schemas']>;

/** What an operation is called with, and what it answers, as JSON has them. */
export type InputOf<Name extends OperationName> = z.input<SchemasOf<Name>['input']>;
export type OutputOf<Name extends OperationName> = z.output<SchemasOf<Name>['output']>;
