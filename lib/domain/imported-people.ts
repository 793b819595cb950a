import { z } from 'zod';
import { isVerifiable } from '@/lib/infra/password-hash';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import { personName, provenAddress } from '@/lib/shared/schemas/fields';
import { recordAudits } from './audit';
import { inTransaction, type Context, type Transaction } from './context';
import { fieldMessages } from './field-messages';

/** In milliseconds: several hundred people, their passwords, roles and entries on the record. */
const BATCH_MS = 15_000;

/** Somebody of another system: a line of its export. */
const importedPerson = z.strictObject({
  email: provenAddress,
  first_name: personName,
  last_name: personName,
  /** Left out or null: they come in by a reset link, or through a provider. */
  password_hash: z
    .string()
    .refine(isVerifiable, 'No hash that can be verified here: bcrypt, PBKDF2 (pbkdf2_sha256$…) and Argon2id can.')
    .nullish(),
  /**
   * They have proven there that the address is theirs. Of somebody who only typed it, the password would stay beside the
   * way in of the one whose it is.
   */
  is_activated: z.literal(true, { error: 'Say true of who has proven the address; let the others register here.' }),
  created_at: z.iso.datetime({ offset: true, error: 'Give a time such as 2020-01-31T12:00:00Z.' }).optional(),
});
export type ImportedPerson = z.output<typeof importedPerson>;

type ReadPerson = { person: ImportedPerson; refusal?: never } | { person?: never; refusal: string };

/** What a line of JSON says of somebody, or what is wrong with it. */
export function readImportedPerson(line: string): ReadPerson {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    return { refusal: 'This is no JSON.' };
  }
  const { data, error } = importedPerson.safeParse(said);
  if (data) return { person: data };
  const messages = Object.entries(fieldMessages(error));
  return {
    refusal: messages.map(([field, words]) => `${field === '_' ? '' : `${field}: `}${words.join(' ')}`).join(' '),
  };
}

/** How many of these are there already, by their addresses. */
export function countKnown(ctx: Context, people: readonly ImportedPerson[]): Promise<number> {
  return ctx.db.user.count({ where: { email: { in: people.map(({ email }) => email) } } });
}

/**
 * Brings these people here, activated, with the default role, in one transaction: all who are new. Whoever has one of the
 * addresses already stays as they are. No address may be among them twice. Answers how many came.
 */
export async function importPeople(ctx: Context, people: readonly ImportedPerson[]): Promise<number> {
  const bring = async (tx: Transaction) => {
    const created = await tx.db.user.createManyAndReturn({
      data: people.map((person) => rowOf(person, ctx.now())),
      skipDuplicates: true,
      select: { id: true, email: true },
    });
    await tx.db.credential.createMany({ data: credentialsOf(created, people) });
    await tx.db.userRole.createMany({ data: created.map(({ id }) => ({ userId: id, roleName: DEFAULT_ROLE })) });
    const entry = { event: 'person.imported', outcome: 'success', data: { via: 'command line' } } as const;
    await recordAudits(
      tx.db,
      ctx,
      created.map(({ id }) => ({ ...entry, subjectId: id })),
    );
    return created.length;
  };
  return inTransaction(ctx, bring, { timeoutMs: BATCH_MS });
}

/** They came when they came there, and count as activated since then. */
function rowOf({ email, first_name, last_name, created_at }: ImportedPerson, now: Date) {
  const since = created_at === undefined ? now : new Date(created_at);
  return { email, firstName: first_name, lastName: last_name, createdAt: since, activatedAt: since };
}

function credentialsOf(created: readonly { id: string; email: string }[], people: readonly ImportedPerson[]) {
  const hashes = new Map(people.map(({ email, password_hash }) => [email, password_hash]));
  return created.flatMap(({ id, email }) => {
    const passwordHash = hashes.get(email);
    return passwordHash ? [{ userId: id, passwordHash }] : [];
  });
}
