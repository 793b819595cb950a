import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import { recordAudit } from './audit';
import { addConnection, findConnection, mailConnectionChange, RefusedIdentity } from './connections';
import { inTransaction, type Context, type Transaction } from './context';
import { noteDevice } from './devices';
import { findIncomingSession } from './incoming-session';
import { lockPerson, type LockedPerson } from './people';
import type { ProviderIdentity } from './provider-identity';
import { closeRegistrationsAndLinks } from './registrations';
import { countSignIn } from './sign-in-count';
import { changePersonView, openSession, revokeSessions } from './sessions';
import { isSuspended } from './suspension';

/**
 * Opens a session for an identity that a provider vouches for.
 *
 * | the identity is …                     | and its verified address is …  | then                                   |
 * | ------------------------------------- | ------------------------------ | -------------------------------------- |
 * | known                                 |                                | its person signs in                    |
 * | unknown                               | none                           | refused                                |
 * | unknown                               | an activated person's          | connected, told by mail, signs in      |
 * | unknown                               | that of a pending registration | taken over: nothing of it is left      |
 * | unknown                               | nobody's                       | a new person, activated                |
 * | unknown, of a person who has another  |                                | refused                                |
 * | of a suspended person                 |                                | refused                                |
 *
 * Throws {@link RefusedIdentity}, on the record.
 */
export function signInByProvider(ctx: Context, identity: ProviderIdentity): Promise<void> {
  return countSignIn(identity.provider, signIn(ctx, identity));
}

async function signIn(ctx: Context, identity: ProviderIdentity): Promise<void> {
  const earlier = await findIncomingSession(ctx);
  try {
    await inTransaction(ctx, async (tx) => {
      const person = await settlePerson(ctx, tx, identity);
      await begin(ctx, tx, { userId: person.id, method: identity.provider, earlier });
    });
  } catch (error) {
    if (!(error instanceof RefusedIdentity)) throw error;
    const { refusal, subjectId } = error;
    const data = { refusal, method: identity.provider };
    await recordAudit(ctx.db, ctx, { event: 'session.refused', outcome: 'failure', subjectId, data });
    throw error;
  }
}

/** The one person, locked and activated, that the identity belongs to from now on. */
async function settlePerson(ctx: Context, tx: Transaction, identity: ProviderIdentity): Promise<LockedPerson> {
  const known = await findConnection(tx, identity);
  if (!known) return settleNewcomer(ctx, tx, identity);
  const person = await lockWelcome(ctx, tx, known.userId);
  // Removed between being found and being locked: whoever did that does not want it to open anything.
  if (!(await findConnection(tx, identity))) throw new RefusedIdentity('identity_removed', person.id);
  return person;
}

async function lockWelcome(ctx: Context, tx: Transaction, userId: string): Promise<LockedPerson> {
  const person = await lockPerson(tx, userId);
  if (isSuspended(person, ctx.now())) throw new RefusedIdentity('account_suspended', person.id);
  return person;
}

async function settleNewcomer(ctx: Context, tx: Transaction, identity: ProviderIdentity): Promise<LockedPerson> {
  const email = addressOf(identity);
  const isNew = await createPerson(ctx, tx, identity);
  const { id } = await tx.db.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
  const person = await lockWelcome(ctx, tx, id);
  const wasActive = person.activatedAt !== null && !isNew;
  if (!person.activatedAt) await takeOver(ctx, tx, identity, id);
  const added = await addConnection(ctx, tx, identity, id);
  const { provider } = identity;
  const record = { outcome: 'success', subjectId: id, actorId: id, sessionId: null, data: { provider } } as const;
  if (!wasActive) await recordAudit(tx.db, ctx, { event: 'account.activated', ...record });
  if (added === null) return person;
  await recordAudit(tx.db, ctx, { event: 'connection.added', ...record });
  if (wasActive) await mailConnectionChange(ctx, tx, person, { provider, email: added, template: 'connection-added' });
  return person;
}

function addressOf({ verifiedEmail }: ProviderIdentity): string {
  if (verifiedEmail === null) throw new RefusedIdentity('email_not_verified');
  return verifiedEmail;
}

/** Inserts the person, activated; false when somebody has the address. The unique index decides races. */
async function createPerson(ctx: Context, tx: Transaction, identity: ProviderIdentity): Promise<boolean> {
  const { firstName, lastName } = identity;
  const now = ctx.now();
  const [created] = await tx.db.user.createManyAndReturn({
    data: [{ email: addressOf(identity), firstName, lastName, createdAt: now, activatedAt: now }],
    select: { id: true },
    skipDuplicates: true,
  });
  if (created) await tx.db.userRole.create({ data: { userId: created.id, roleName: DEFAULT_ROLE } });
  return created !== undefined;
}

/**
 * A pending address whose owner comes through the provider: names, activation, and an end to every password, link and
 * session of those who registered it, because nobody knows who they are.
 */
async function takeOver(ctx: Context, tx: Transaction, identity: ProviderIdentity, userId: string): Promise<void> {
  const now = ctx.now();
  const { firstName, lastName } = identity;
  await tx.db.user.update({ where: { id: userId }, data: { firstName, lastName, activatedAt: now } });
  await tx.db.credential.deleteMany({ where: { userId } });
  await closeRegistrationsAndLinks(tx, userId, now);
  await revokeSessions(ctx, tx, { userId }, 'taken_over');
}

type Beginning = { userId: string; method: string; earlier: string | null };

/**
 * The session itself. The one that this browser had before ends: it could not be signed out of any more (ASVS 7.2.4).
 */
async function begin(ctx: Context, tx: Transaction, { userId, method, earlier }: Beginning): Promise<void> {
  if (earlier) await revokeSessions(ctx, tx, { id: earlier }, 'replaced');
  const sessionId = await openSession(ctx, tx, { userId, registrationId: null, remember: true });
  await tx.db.user.update({ where: { id: userId }, data: { lastLoginAt: ctx.now() } });
  changePersonView(tx, userId);
  await noteDevice(ctx, tx, userId);
  tx.afterCommit(() => {
    ctx.outgoing.activation = null;
  });
  const who = { subjectId: userId, actorId: userId, sessionId };
  await recordAudit(tx.db, ctx, { event: 'session.opened', outcome: 'success', ...who, data: { method } });
}
