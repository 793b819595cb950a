import type { z } from 'zod';
import { recordAudit, recordRefusal } from '@/lib/domain/audit';
import { inTransaction, type Context } from '@/lib/domain/context';
import { noteDevice } from '@/lib/domain/devices';
import { findIncomingSession } from '@/lib/domain/incoming-session';
import { judgePassword, PASSWORD_PROOF, recordWrongPassword } from '@/lib/domain/password-check';
import {
  assertStillOwner,
  findPasswordOwner,
  hashUpgrade,
  upgradePassword,
  type ProvenPassword,
} from '@/lib/domain/password-owner';
import { getPerson, nextPage, toUserOutput } from '@/lib/domain/people';
import type { PersonFacts } from '@/lib/domain/session-view';
import { changePersonView, openSession, revokeSessions } from '@/lib/domain/sessions';
import { countSignIn } from '@/lib/domain/sign-in-count';
import { defineUseCase } from '@/lib/domain/use-case';
import { loginInput, loginOutput } from '@/lib/shared/schemas/session';

/** Opens a session for an address and its password. An account not yet activated signs in too, and is gated. */
export const login = defineUseCase({
  summary: 'Sign in with e-mail address and password',
  access: 'anyone',
  countsFor: 'address',
  silentRefresh: false,
  limits: PASSWORD_PROOF.limits,
  input: loginInput,
  output: loginOutput,
  problems: PASSWORD_PROOF.problems,
  run: (ctx, input) => countSignIn('password', signIn(ctx, input)),
});

async function signIn(ctx: Context, input: z.output<typeof loginInput>): Promise<z.input<typeof loginOutput>> {
  const judged = { email: input.email, captcha: input['g-recaptcha-response'] };
  const owner = await judgePassword(ctx, judged, () => findOwnerOnRecord(ctx, input.email, input.password));
  const upgrade = await hashUpgrade(owner, input.password);
  await begin(ctx, { owner, upgrade, remember: input.remember }).catch((error: unknown) =>
    recordRefusal(ctx, 'session.refused', owner.userId, error),
  );
  const person = await getPerson(ctx, owner.userId);
  ctx.outgoing.activation = null;
  const user = toUserOutput(await asTheyRegistered(ctx, person, owner.registrationId));
  return { message: `Welcome back, ${user.first_name}.`, user, next: nextPage(person) };
}

/**
 * Who is not activated sees what they registered themselves: the person's own row may hold another registrant's names.
 */
async function asTheyRegistered(ctx: Context, person: PersonFacts, id: string | null): Promise<PersonFacts> {
  if (id === null) return person;
  const { firstName, lastName, createdAt } = await ctx.db.registration.findUniqueOrThrow({ where: { id } });
  return { ...person, firstName, lastName, createdAtMs: createdAt.getTime(), lastLoginAtMs: ctx.now().getTime() };
}

/** A wrong password is recorded with whose account was tried, if it is anybody's. */
async function findOwnerOnRecord(ctx: Context, email: string, password: string): Promise<ProvenPassword | null> {
  const owner = await findPasswordOwner(ctx, email, password);
  if (!owner) await recordWrongPassword(ctx, 'session.refused', email);
  return owner;
}

type Entry = { owner: ProvenPassword; upgrade: string | null; remember: boolean };

async function begin(ctx: Context, { owner, upgrade, remember }: Entry): Promise<void> {
  const earlier = await findIncomingSession(ctx);
  const { userId, registrationId } = owner;
  await inTransaction(ctx, async (tx) => {
    await assertStillOwner(ctx, tx, owner);
    if (upgrade !== null) await upgradePassword(tx, owner, upgrade);
    // The session that this browser had before ends: it could not be signed out of any more (ASVS 7.2.4).
    if (earlier) await revokeSessions(ctx, tx, { id: earlier }, 'replaced');
    const sessionId = await openSession(ctx, tx, { userId, registrationId, remember });
    await tx.db.user.update({ where: { id: userId }, data: { lastLoginAt: ctx.now() } });
    changePersonView(tx, userId);
    // Who is not activated has proven nothing yet: their devices are nobody's.
    if (registrationId === null) await noteDevice(ctx, tx, userId);
    const who = { subjectId: userId, actorId: userId, sessionId };
    await recordAudit(tx.db, ctx, {
      event: 'session.opened',
      outcome: 'success',
      ...who,
      data: { method: 'password' },
    });
  });
}
