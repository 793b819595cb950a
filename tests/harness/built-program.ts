import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ensureBuild } from './build';
import { type Child, startChild } from './child';
import { serverUser } from './server-user';

/** Settings, and nothing else of an environment: not even a PATH. */
export type Settings = Record<string, string>;

/** `said` is all of it, in no order of the two. */
type Outcome = { code: number; stdout: string; stderr: string; said: string };

/** An empty folder, gone with the test, that whoever runs in it cannot write to. */
async function bareRoom(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bare-'));
  await chmod(folder, 0o555);
  onTestFinished(async () => {
    const left = await readdir(folder);
    await rm(folder, { recursive: true });
    if (left.length > 0) throw new Error(`Something was left in ${folder}: ${left.join(', ')}`);
  });
  return folder;
}

async function place(program: string, settings: Settings) {
  // Typed as Next has it, the environment wants a NODE_ENV: the built programs say it themselves.
  const env = settings as NodeJS.ProcessEnv;
  return { path: join(await ensureBuild(), 'lib/cli', `${program}.mjs`), cwd: await bareRoom(), env };
}

/** Runs a program of the built server to its end, as an operator would where nothing else is. */
export async function runBuilt(program: string, words: string[], settings: Settings): Promise<Outcome> {
  const { path, cwd, env } = await place(program, settings);
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...words], { cwd, env, ...serverUser() }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ code, stdout, stderr, said: `${stdout}${stderr}` });
    });
  });
}

/** Starts the built server itself, until the test is over. */
export async function startBuilt(settings: Settings): Promise<Child> {
  const { path, cwd, env } = await place('start', settings);
  const child = startChild(process.execPath, [path, '--hostname', '127.0.0.1'], { cwd, env, ...serverUser() });
  onTestFinished(() => child.stop());
  return child;
}
