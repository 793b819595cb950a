import { recordAudit } from './audit';
import { addConnection, mailConnectionChange, RefusedIdentity } from './connections';
import { inTransaction, type Context, type Transaction } from './context';
import { findPresentSession } from './present-session';
import { lockPerson } from './people';
import type { ProviderIdentity } from './provider-identity';
import type { SessionView } from './session-view';
import { isSuspended } from './suspension';
import { openConnect } from './tokens';

/**
 * Connects an identity, whatever its address, to the person who asked for it in this very session a moment ago: the
 * sealed wish and the session must agree, and both be alive, so that nobody's browser can be led into it. Throws
 * {@link RefusedIdentity}, on the record.
 */
export async function connectProvider(ctx: Context, identity: ProviderIdentity): Promise<void> {
  const session = await findPresentSession(ctx);
  const subjectId = session?.person.id ?? null;
  try {
    const wishedIn = openConnect(ctx.incoming.connect, ctx.now());
    const isWished = session?.person.isActivated && session.id === wishedIn;
    if (!isWished) throw new RefusedIdentity('connect_expired', subjectId);
    await inTransaction(ctx, (tx) => connect(ctx, tx, identity, session));
  } catch (error) {
    if (!(error instanceof RefusedIdentity)) throw error;
    const data = { refusal: error.refusal, provider: identity.provider };
    await recordAudit(ctx.db, ctx, {
      event: 'connection.refused',
      outcome: 'failure',
      subjectId,
      actorId: subjectId,
      data,
    });
    throw error;
  }
}

async function connect(ctx: Context, tx: Transaction, identity: ProviderIdentity, session: SessionView): Promise<void> {
  const person = await lockPerson(tx, session.person.id);
  if (isSuspended(person, ctx.now())) throw new RefusedIdentity('account_suspended', person.id);
  // Locked, so that it is not revoked while its wish comes true.
  const alive = await tx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM sessions WHERE id = ${session.id}::uuid AND revoked_at IS NULL FOR SHARE`;
  if (alive.length === 0) throw new RefusedIdentity('connect_expired', person.id);
  const email = await addConnection(ctx, tx, identity, person.id);
  if (email === null) return;
  const { provider } = identity;
  const who = { subjectId: person.id, actorId: person.id, sessionId: session.id };
  await recordAudit(tx.db, ctx, { event: 'connection.added', outcome: 'success', ...who, data: { provider } });
  await mailConnectionChange(ctx, tx, person, { provider, email, template: 'connection-added' });
}
