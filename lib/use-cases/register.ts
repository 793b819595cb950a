import type { z } from 'zod';
import { getEnv } from '@/lib/core/env';
import { hashSecret } from '@/lib/infra/password-hash';
import { addressBlock } from '@/lib/domain/address-block';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { judgeCounted, startResendCount, takeAttempts } from '@/lib/domain/limits';
import { assertNotBreached } from '@/lib/domain/new-password';
import { enqueueMail } from '@/lib/domain/outbox';
import {
  createActivationSecrets,
  registrationSalt,
  sendActivation,
  storeChallenge,
  type ActivationSecrets,
} from '@/lib/domain/registrations';
import { openActivation, sealActivation } from '@/lib/domain/tokens';
import { defineUseCase } from '@/lib/domain/use-case';
import { addSeconds } from '@/lib/core/time';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import { typedOwner } from '@/lib/shared/schemas/new-password';
import { registerInput, registerOutput } from '@/lib/shared/schemas/registration';

type Registering = z.output<typeof registerInput>;
type Prepared = { secrets: ActivationSecrets; passwordHash: string; mayMail: boolean };

const DAY_SECONDS = 24 * 60 * 60;

/**
 * Registers an address: the same answer after the same work, whether it is new, pending or taken. What the registrant
 * typed waits in a registration of its own and becomes the person's only when that one is activated.
 */
export const register = defineUseCase({
  summary: 'Register an account; a code and a link arrive by mail',
  access: 'anyone',
  limits: ['register.address', 'resend.gap', 'resend.account'],
  isCaptchaWanted: true,
  input: registerInput,
  chosenPassword: { field: 'password', ownerOf: (_ctx, raw) => typedOwner(raw) },
  output: registerOutput,
  status: 201,
  problems: ['captcha_failed', 'captcha_unavailable', 'too_many_attempts'],
  run: async (ctx, input) => {
    const taken = await takeAttempts(ctx.store, [['register.address', addressBlock(ctx.client.ip)]]);
    const registrationId = await judgeCounted(ctx.store, taken, async () => {
      await assertNotBreached(input.password, 'password');
      const passwordHash = await hashSecret(input.password, registrationSalt(input.email));
      const secrets = await createActivationSecrets();
      const mailed = await startResendCount(ctx.store, input.email);
      const prepared = { passwordHash, secrets, mayMail: mailed.length > 0 };
      return judgeCounted(ctx.store, mailed, () => inTransaction(ctx, (tx) => store(ctx, tx, input, prepared)));
    });
    ctx.outgoing.activation = sealActivation(registrationId, ctx.now());
    return {
      message: 'We have sent a mail with a six-digit code and a link. Either one activates your account.',
      email: input.email,
      next: '/activation-page',
    };
  },
});

async function store(ctx: Context, tx: Transaction, input: Registering, prepared: Prepared): Promise<string> {
  const user = await claimAddress(ctx, tx, input);
  const isTaken = user.activatedAt !== null;
  if (!isTaken) await closeOwnEarlierOne(ctx, tx, user.id);
  const registration = await tx.db.registration.create({
    data: {
      userId: user.id,
      firstName: input.first_name,
      lastName: input.last_name,
      passwordHash: prepared.passwordHash,
      createdAt: ctx.now(),
      // A registration of a taken address leads nowhere; only its browser's cookie and its challenge look alike.
      closedAt: isTaken ? ctx.now() : null,
    },
  });
  const to = { userId: user.id, registrationId: registration.id, firstName: input.first_name };
  if (isTaken || !prepared.mayMail) await storeChallenge(ctx, tx, to, null);
  else await sendActivation(ctx, tx, to, prepared.secrets);
  if (isTaken) await tellOwner(ctx, tx, user);
  await recordAudit(tx.db, ctx, {
    event: isTaken ? 'registration.refused_known_address' : 'registration.requested',
    outcome: isTaken ? 'failure' : 'success',
    subjectId: user.id,
  });
  return registration.id;
}

type Address = { id: string; firstName: string; activatedAt: Date | null };

/** Inserts the person, or finds who has the address: the unique index decides races, and the row lock orders them. */
async function claimAddress(ctx: Context, tx: Transaction, input: Registering): Promise<Address> {
  const [created] = await tx.db.user.createManyAndReturn({
    data: [{ email: input.email, firstName: input.first_name, lastName: input.last_name, createdAt: ctx.now() }],
    skipDuplicates: true,
  });
  if (created) {
    await tx.db.userRole.create({ data: { userId: created.id, roleName: DEFAULT_ROLE } });
    return created;
  }
  await tx.db.$queryRaw`SELECT 1 FROM users WHERE email = ${input.email} FOR UPDATE`;
  const found = await tx.db.user.findUnique({ where: { email: input.email } });
  // Deleted at this very moment: the address is anybody's again.
  return found ?? claimAddress(ctx, tx, input);
}

/** Who registers again in the same browser replaces their own earlier registration, and nobody else's. */
async function closeOwnEarlierOne(ctx: Context, tx: Transaction, userId: string): Promise<void> {
  const earlier = openActivation(ctx.incoming.activation, ctx.now());
  if (!earlier) return;
  const closed = await tx.db.registration.updateMany({
    where: { id: earlier, userId, activatedAt: null, closedAt: null },
    data: { closedAt: ctx.now() },
  });
  if (closed.count === 0) return;
  await tx.db.challenge.updateMany({
    where: { registrationId: earlier, usedAt: null, closedAt: null },
    data: { closedAt: ctx.now() },
  });
}

/** At most once a day, so that nobody can flood a stranger's mailbox through the form. */
async function tellOwner(ctx: Context, tx: Transaction, owner: Address): Promise<void> {
  const due = await tx.db.user.updateMany({
    where: {
      id: owner.id,
      OR: [{ existsNoticeAt: null }, { existsNoticeAt: { lte: addSeconds(ctx.now(), -DAY_SECONDS) } }],
    },
    data: { existsNoticeAt: ctx.now() },
  });
  if (due.count === 0) return;
  const fillings = { firstName: owner.firstName, loginLink: `${getEnv().APP_URL}/login` };
  await enqueueMail(ctx, tx, { userId: owner.id, template: 'account-exists', fillings });
}
