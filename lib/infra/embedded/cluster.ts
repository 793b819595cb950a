import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, type Binaries } from './binaries';
import { clearLeftovers } from './leftovers';
import { chooseUser, rootAdvice, type RunAs } from './ordinary-user';
import { SUPERUSER, type Secret } from './secret';

/** Everything that concerns one cluster: its folder, its password, its programs and as whom they run. */
export type Cluster = { folder: string; data: string; secret: Secret; binaries: Binaries; runAs: RunAs };

/** Starts a program of PostgreSQL, in English, so that what it says can be recognised. Its output goes to `onText`. */
export function runProgram(
  { runAs, folder }: Cluster,
  command: readonly string[],
  onText: (text: string) => void,
): ChildProcess {
  const [program = '', ...args] = [...runAs.prefix, ...command];
  const child = spawn(program, args, { ...runAs.owner, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', onText);
  }
  return child;
}

/** What it said last before it failed, when it said why. */
export function reasonIn(output: string): string {
  const reasons = output.match(/(?:FATAL|PANIC|initdb: error|could not).*/g);
  return reasons?.at(-1) ?? (output.trim().split('\n').at(-1) || 'it said nothing');
}

async function giveAway(path: string, { owner }: RunAs): Promise<void> {
  if (owner) await chown(path, owner.uid, owner.gid);
}

/**
 * Makes the files of a new cluster. They appear under their name only when they are complete, so that a start that
 * was cut short leaves nothing that looks like one.
 */
async function createFiles(cluster: Cluster, flags: readonly string[], onText: (text: string) => void): Promise<void> {
  const { folder, data, secret, binaries, runAs } = cluster;
  const workshop = join(folder, 'making');
  const passwordFile = join(workshop, 'password');
  await rm(workshop, { recursive: true, force: true });
  await mkdir(workshop);
  await giveAway(workshop, runAs);
  await writeFile(passwordFile, secret, { mode: 0o600 });
  await giveAway(passwordFile, runAs);
  let output = '';
  const child = runProgram(
    cluster,
    [
      binaries.initdb,
      `--pgdata=${join(workshop, 'data')}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      // The same order of letters on every machine, whatever its system's locales are.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(flags.includes('fsync=off') ? ['--no-sync'] : []),
    ],
    (text) => {
      output += text;
      onText(text);
    },
  );
  const code = await once(child, 'close').then(
    ([status]: unknown[]) => status,
    (error: Error) => (output += `could not run it: ${error.message}`),
  );
  if (code !== 0) {
    throw new Error(`The embedded PostgreSQL could not be set up: ${reasonIn(output)}.${rootAdvice(runAs)}`);
  }
  await rename(join(workshop, 'data'), data);
  await rm(workshop, { recursive: true });
}

/** Prepares the cluster in `folder`, making its files where there are none, and clears what an earlier run left. */
export async function prepareCluster(
  folder: string,
  secret: Secret,
  flags: readonly string[],
  onText: (text: string) => void,
): Promise<Cluster> {
  const [binaries, runAs] = await Promise.all([findBinaries(), chooseUser()]);
  const cluster: Cluster = { folder, data: join(folder, 'data'), secret, binaries, runAs };
  // Its own files are closed to others in any case; the way to them must be open to whom they belong.
  await chmod(folder, runAs.owner ? 0o711 : 0o700);
  const isThere = await access(cluster.data).then(
    () => true,
    () => false,
  );
  if (isThere) await clearLeftovers(cluster.data);
  else await createFiles(cluster, flags, onText);
  return cluster;
}
