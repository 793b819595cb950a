import { Problem } from '@/lib/core/problem';
import { EVERY_VIEW } from '@/lib/infra/store/store';
import type { Rights } from './access/authorize';
import { doesMoveLend } from './access/lending';
import type { Transaction } from './context';
import { changePersonView } from './sessions';

/** One change of the chain at a time, before any person is locked: the database's triggers lock in this order. */
export async function lockManagerChain({ db }: Transaction): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.manager_chain'))::text`;
}

/** From so many on, views are not held one by one: all are voided in one step, and loaded again as they are needed. */
const VOIDED_FROM = 1_000;

/** How long a move may take, in milliseconds: it writes a row for everybody below, and nothing else may take so long. */
export const MOVE_TIMEOUT_MS = 15_000;

/** Makes a move of somebody visible to their next request, and to those of everybody below: their managers change, too. */
export async function changeViewsFrom(tx: Transaction, userId: string): Promise<void> {
  const below = await tx.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE manager_path @> ARRAY[${userId}::uuid] LIMIT ${VOIDED_FROM}`;
  changePersonView(tx, userId);
  if (below.length === VOIDED_FROM) tx.changesView(EVERY_VIEW);
  else for (const { id } of below) changePersonView(tx, id);
}

/** The chains above somebody, or of those below them, before and after a move; `of` is on whom the actor acts. */
type Move = { before?: readonly string[]; after?: readonly string[]; of?: string };

/** Throws `forbidden` where coming under these people, or no longer being under them, would give what the actor may not do. */
export function assertMayMove({ subject, policies }: Rights, { before = [], after = [], of }: Move): void {
  const turned = [...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))];
  if (subject.level > 1 && doesMoveLend(turned, subject, policies)) {
    throw new Problem('forbidden', {
      onRecord: of === undefined ? {} : { subjectId: of },
      detail: 'By a rule, that would give people what you may not do yourself.',
    });
  }
}
