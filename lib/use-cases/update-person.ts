import type { z } from 'zod';
import { Problem } from '@/lib/core/problem';
import { isRefused } from '@/lib/infra/refused-statement';
import { getRights, mayOn, type Rights } from '@/lib/domain/access/authorize';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import {
  findManagedPerson,
  lockManagedPerson,
  readManagedPerson,
  toPersonDetail,
  type ManagedPerson,
} from '@/lib/domain/managed-people';
import { assertMayMove, changeViewsFrom, lockManagerChain, MOVE_TIMEOUT_MS } from '@/lib/domain/manager-chain';
import { changePersonView } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { personDetailOutput, updatePersonInput } from '@/lib/shared/schemas/people';

type Changes = Omit<z.output<typeof updatePersonInput>, 'id'>;

/** Changes names and manager: what is sent and what the rules let the actor change of this very person. */
export const updatePerson = defineUseCase({
  summary: "Change a person's names or manager",
  access: { permission: 'users.update', isAboutOne: true },
  limits: [],
  input: updatePersonInput,
  output: personDetailOutput,
  problems: ['not_found', 'conflict'],
  run: async (ctx, { id, ...changes }) => {
    const rights = getRights(ctx);
    const edit = async (tx: Transaction): Promise<ManagedPerson> => {
      if (changes.manager_id !== undefined) await lockManagerChain(tx);
      const found = await lockManagedPerson(tx, rights.ability, id, 'update');
      assertMayEdit(rights, found, changes);
      const changed = changedFields(found, changes);
      if (changed.length === 0) return found;
      if (changed.includes('manager_id')) await assertMayMoveTo(tx, rights, found, changes.manager_id ?? null);
      await store(ctx, tx, found, { changes, changed });
      return readManagedPerson(tx, found.id);
    };
    const person = await inTransaction(ctx, edit, { timeoutMs: MOVE_TIMEOUT_MS });
    return toPersonDetail(rights.ability, person, ctx.now());
  },
});

const FIELDS = ['first_name', 'last_name', 'manager_id'] as const;
type Field = (typeof FIELDS)[number];

const COLUMNS = { first_name: 'firstName', last_name: 'lastName', manager_id: 'managerId' } as const;

function assertMayEdit({ ability }: Rights, person: ManagedPerson, changes: Changes): void {
  const sent = FIELDS.filter((field) => changes[field] !== undefined);
  if (sent.every((field) => mayOn(ability, 'update', person, field))) return;
  throw new Problem('forbidden', { onRecord: { subjectId: person.id } });
}

function changedFields(person: ManagedPerson, changes: Changes): Field[] {
  return FIELDS.filter((field) => changes[field] !== undefined && changes[field] !== person[COLUMNS[field]]);
}

/** Below level 1 people stay in the chain, under the actor or somebody whom the actor may edit. */
async function assertMayMoveTo(
  tx: Transaction,
  rights: Rights,
  person: ManagedPerson,
  managerId: string | null,
): Promise<void> {
  const { subject, ability } = rights;
  const onRecord = { subjectId: person.id };
  if (managerId === null) {
    if (subject.level === 1) return;
    throw new Problem('forbidden', { onRecord, detail: 'You cannot leave them without a manager.' });
  }
  const manager = await findManagedPerson(tx.db, ability, managerId);
  if (!manager) throw new Problem('invalid_input', { fields: { manager_id: ['There is no such person.'] } });
  const isInReach = subject.level === 1 || manager.id === subject.id || mayOn(ability, 'update', manager);
  if (!isInReach) {
    throw new Problem('forbidden', {
      onRecord,
      detail: 'Only you or somebody whom you may edit can be their manager.',
    });
  }
  assertMayMove(rights, { before: person.managerPath, after: [...manager.managerPath, manager.id], of: person.id });
}

async function store(
  ctx: Context,
  tx: Transaction,
  person: ManagedPerson,
  { changes, changed }: { changes: Changes; changed: readonly Field[] },
): Promise<void> {
  const { id } = person;
  const data = Object.fromEntries(changed.map((field) => [COLUMNS[field], changes[field]]));
  await tx.db.user.update({ where: { id }, data }).catch(refuseCircle);
  const isMoved = changed.includes('manager_id');
  if (isMoved) await changeViewsFrom(tx, id);
  else changePersonView(tx, id);
  const moved = { manager_before: person.managerId ?? '', manager: changes.manager_id ?? '' };
  const entry = { changed: changed.join(' '), ...(isMoved && moved) };
  await recordAudit(tx.db, ctx, { event: 'person.updated', outcome: 'success', subjectId: id, data: entry });
}

function refuseCircle(cause: unknown): never {
  if (!isRefused(cause, 'circle')) throw cause;
  throw new Problem('conflict', {
    detail: 'They are above the manager that you chose: nobody is above themselves.',
    cause,
  });
}
