import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { randomToken } from '@/lib/core/random';
import { type Clock, systemClock } from '@/lib/core/time';
import { MailError } from './mail-error';
import type { MailTransport } from './outgoing-mail';

const mailId = z.uuid();

const mailboxMail = z.object({
  id: mailId,
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
});

/** A mail as the development mailbox keeps it: one JSON file, named by its id. */
export type MailboxMail = z.infer<typeof mailboxMail>;

type MailboxOptions = {
  folder?: string;
  clock?: Clock;
  /** How many mails are kept; the oldest go first. */
  capacity?: number;
};

const CAPACITY = 500;

function defaultFolder(): string {
  return path.join(/* turbopackIgnore: true */ process.cwd(), '.data', 'mailbox');
}

/** Delivery into a folder of this machine: for development and preview, where no mail server is set up. */
export function createMailboxTransport({
  folder = defaultFolder(),
  clock = systemClock,
  capacity = CAPACITY,
}: MailboxOptions = {}): MailTransport {
  return {
    name: 'mailbox',
    async send(mail) {
      try {
        await keep(folder, mailboxMail.parse({ ...mail, createdAt: clock().toISOString() }));
        await dropOldest(folder, capacity);
      } catch {
        throw new MailError('The mailbox could not keep the mail.', false);
      }
    },
  };
}

/** Renamed into its place, so that a reader, or a start after kill -9, sees a whole mail or none. */
async function keep(folder: string, mail: MailboxMail): Promise<void> {
  if ((await readMailbox(mail.id, { folder })) !== undefined) return;
  await mkdir(folder, { recursive: true });
  const draft = path.join(folder, `${mail.id}.${randomToken(128)}.tmp`);
  await writeFile(draft, JSON.stringify(mail, null, 2));
  await rename(draft, fileOf(folder, mail.id));
}

function fileOf(folder: string, id: string): string {
  return path.join(folder, `${id}.json`);
}

async function dropOldest(folder: string, capacity: number): Promise<void> {
  const ids = await idsIn(folder);
  if (ids.length <= capacity) return;
  const dated = await Promise.all(
    ids.map(async (id) => ({ id, at: (await stat(fileOf(folder, id)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  const oldest = dated.toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id)).slice(0, ids.length - capacity);
  await Promise.all(oldest.map(({ id }) => rm(fileOf(folder, id), { force: true })));
}

async function idsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
}

let lastRead = new Map<string, MailboxMail>();

/** A mail does not change once it is in the box: who looks again and again, such as a test, has each file read once. */
async function readAll(folder: string): Promise<MailboxMail[]> {
  const files = await Promise.all(
    (await idsIn(folder)).map(async (id) => {
      const file = fileOf(folder, id);
      return [file, lastRead.get(file) ?? (await readMailbox(id, { folder }))] as const;
    }),
  );
  lastRead = new Map(files.flatMap(([file, mail]) => (mail === undefined ? [] : [[file, mail] as const])));
  return [...lastRead.values()];
}

type ListOptions = Pick<MailboxOptions, 'folder'> & {
  /** Only mails to this address, as stored (lower case). */
  to?: string | undefined;
  limit?: number;
};

/** The mails in the box, newest first, 100 unless told otherwise. Files that are no mails are passed over. */
export async function listMailbox({ folder = defaultFolder(), to, limit = 100 }: ListOptions = {}): Promise<
  MailboxMail[]
> {
  return (await readAll(folder))
    .filter((mail) => to === undefined || mail.to.address === to)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id))
    .slice(0, limit);
}

/** The mail of this id; undefined when there is none, or when `id` is no UUID (so no path gets in). */
export async function readMailbox(
  id: string,
  { folder = defaultFolder() }: Pick<MailboxOptions, 'folder'> = {},
): Promise<MailboxMail | undefined> {
  if (!mailId.safeParse(id).success) return undefined;
  try {
    return mailboxMail.parse(JSON.parse(await readFile(fileOf(folder, id), 'utf8')));
  } catch {
    return undefined;
  }
}
