import type { z } from 'zod';
import { Problem } from '@/lib/core/problem';
import { verifySecret } from '@/lib/infra/password-hash';
import { activateRegistration, type Spending } from '@/lib/domain/activation';
import { recordAudit, recordRefusal } from '@/lib/domain/audit';
import { inTransaction, type Context } from '@/lib/domain/context';
import { clearAttempts, judgeCounted, takeAttempts } from '@/lib/domain/limits';
import { getPerson, toUserOutput } from '@/lib/domain/people';
import { PASSWORD_PROOF } from '@/lib/domain/password-check';
import {
  assertRegistrant,
  findBrowserRegistration,
  findLinkChallenge,
  findRegistrationByPassword,
  type ActivePerson,
  type FoundRegistration,
} from '@/lib/domain/registrant-proof';
import { registrationSalt } from '@/lib/domain/registrations';
import { defineUseCase } from '@/lib/domain/use-case';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import { activateAccountInput, activateAccountOutput } from '@/lib/shared/schemas/registration';

type Activating = z.output<typeof activateAccountInput>;
type Answer = z.input<typeof activateAccountOutput>;

/** Activates the account that the caller registered, by the code or by the link of the mail, and signs them in. */
export const activateAccount = defineUseCase({
  summary: 'Activate an account with the code or the link of the mail',
  access: 'anyone',
  limits: ['activation.account', ...PASSWORD_PROOF.limits],
  input: activateAccountInput,
  output: activateAccountOutput,
  problems: ['invalid_code', 'code_expired', 'invalid_token', 'unauthenticated', ...PASSWORD_PROOF.problems],
  run: (ctx, input) =>
    input.token === undefined ? activateByCode(ctx, input) : activateByLink(ctx, input, input.token),
});

async function activateByCode(ctx: Context, input: Activating): Promise<Answer> {
  const proven = await proveRegistration(ctx, input);
  if ('activeUserId' in proven) return alreadyActive(ctx, proven.activeUserId, true);
  if (proven.activatedAt) return alreadyActive(ctx, proven.userId);
  const { email } = proven.user;
  const taken = await takeAttempts(ctx.store, [['activation.account', email]]);
  const code = input.activation_code ?? '';
  const answer = await judgeCounted(ctx.store, taken, async () => {
    const challengeId = await judgeCode(ctx, proven, code);
    return activate(ctx, proven, { challengeId, refusal: 'invalid_code' });
  });
  await clearAttempts(ctx.store, 'activation.account', email);
  return answer;
}

/** Which registration the caller can vouch for, or whose active account it is. Throws `unauthenticated`. */
async function proveRegistration(ctx: Context, input: Activating): Promise<FoundRegistration | ActivePerson> {
  const { email, password } = input;
  if (email !== undefined && password !== undefined) {
    return findRegistrationByPassword(ctx, { email, password, captcha: input['g-recaptcha-response'] });
  }
  const registration = await findBrowserRegistration(ctx);
  if (registration) return registration;
  if (ctx.actor?.person.isActivated) return { activeUserId: ctx.actor.person.id };
  throw new Problem('unauthenticated', {
    detail: 'Use the browser you registered with, or send e-mail address and password along.',
  });
}

/** The open challenge that `code` belongs to. Throws `invalid_code` or `code_expired`, on the record. */
async function judgeCode(ctx: Context, registration: FoundRegistration, code: string): Promise<string> {
  const challenge = await ctx.db.challenge.findFirst({
    where: { registrationId: registration.id, usedAt: null, closedAt: null },
    orderBy: { id: 'desc' },
  });
  const isRight = await verifySecret(code, challenge?.codeHash ?? null, registrationSalt(registration.user.email));
  const isExpired = challenge !== null && challenge.expiresAt <= ctx.now();
  if (challenge && isRight && !isExpired && !registration.closedAt) return challenge.id;
  const refusal = isExpired ? 'code_expired' : 'invalid_code';
  await recordFailure(ctx, registration.userId, refusal);
  throw new Problem(refusal, { fields: { activation_code: [`${PROBLEMS[refusal].title}.`] } });
}

function recordFailure(ctx: Context, subjectId: string, refusal: ProblemCode): Promise<void> {
  return recordAudit(ctx.db, ctx, { event: 'activation.failed', outcome: 'failure', subjectId, data: { refusal } });
}

async function activateByLink(ctx: Context, input: Activating, token: string): Promise<Answer> {
  const challenge = await findLinkChallenge(ctx, token);
  if (!challenge) throw new Problem('invalid_token');
  const { registration } = challenge;
  if (registration.activatedAt && (await isOwnRegistration(ctx, registration))) {
    return alreadyActive(ctx, registration.userId);
  }
  if (challenge.usedAt || challenge.closedAt || challenge.expiresAt <= ctx.now()) {
    await recordFailure(ctx, registration.userId, 'invalid_token');
    throw new Problem('invalid_token');
  }
  const { email, password } = input;
  await assertRegistrant(ctx, registration, { email, password, captcha: input['g-recaptcha-response'] });
  return activate(ctx, registration, { challengeId: challenge.id, refusal: 'invalid_token' });
}

/** Whether the caller is known, without any secret, to be who registered this: the second click on one's own link. */
async function isOwnRegistration(ctx: Context, { id, userId }: FoundRegistration): Promise<boolean> {
  return ctx.actor?.person.id === userId || (await findBrowserRegistration(ctx))?.id === id;
}

async function activate(ctx: Context, registration: FoundRegistration, spending: Spending): Promise<Answer> {
  try {
    await inTransaction(ctx, (tx) => activateRegistration(ctx, tx, registration, spending));
  } catch (error) {
    const onRecord = () => recordRefusal(ctx, 'activation.failed', registration.userId, error);
    if (!(error instanceof Problem && error.code === spending.refusal)) return onRecord();
    // A second click that lost the race to the first one: the account is active, as the person wanted.
    const now = await ctx.db.registration.findUnique({ where: { id: registration.id }, select: { activatedAt: true } });
    if (!now?.activatedAt) return onRecord();
    return alreadyActive(ctx, registration.userId);
  }
  const user = toUserOutput(await getPerson(ctx, registration.userId));
  return { message: 'Welcome! Your account is active.', user, next: '/dashboard' };
}

/**
 * The caller can vouch for an account that needs no activation. They get no session out of it, and, unless a session or
 * the password says who they are (`isKnown`), not a word about the person: a cookie of a browser may be anybody's.
 */
async function alreadyActive(ctx: Context, userId: string, isKnown = false): Promise<Answer> {
  const isSignedIn = ctx.actor?.person.id === userId;
  const user = isSignedIn || isKnown ? toUserOutput(await getPerson(ctx, userId)) : null;
  const next = isSignedIn ? '/dashboard' : '/login?notice=activated';
  ctx.outgoing.activation = null;
  return { message: 'This account is already active.', user, next };
}
