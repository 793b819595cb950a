import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As whom the programs of PostgreSQL run: they refuse to run as root. */
export type RunAs = {
  /** A command to put before theirs. */
  prefix: readonly string[];
  /** Who owns the files then, when that is not us. */
  owner?: { uid: number; gid: number };
};

const OURSELVES: RunAs = { prefix: [] };

/**
 * A user namespace in which root is called nobody: PostgreSQL is content, and the files stay root's. Switching to a
 * real other user would shut it out of every folder that only root may enter, such as root's home.
 */
const RENAMED_ROOT: RunAs = { prefix: ['unshare', '--user', '--map-user=65534', '--map-group=65534'] };

async function isPermitted({ prefix: [program = '', ...args] }: RunAs): Promise<boolean> {
  return run(program, [...args, 'true']).then(
    () => true,
    () => false,
  );
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number> {
  const { stdout } = await run('id', [flag, name]);
  return Number.parseInt(stdout, 10);
}

/** `nobody` is on every Unix; where containers forbid namespaces, their folders are usually open to it. */
async function nobody(): Promise<RunAs> {
  return { prefix: [], owner: { uid: await idOf('-u', 'nobody'), gid: await idOf('-g', 'nobody') } };
}

/** Decides as whom to run PostgreSQL here. */
export async function chooseUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return OURSELVES;
  return (await isPermitted(RENAMED_ROOT)) ? RENAMED_ROOT : nobody();
}

/** What to say when PostgreSQL did not start and running as root may be why. */
export function rootAdvice(runAs: RunAs): string {
  if (!runAs.owner) return '';
  return ' PostgreSQL does not run as root, and the user nobody may not enter this folder: run Gatehouse as an ordinary user, or set DATABASE_URL.';
}
