import { spawnSync } from 'node:child_process';

/** On every Unix, somebody who owns nothing. */
const NOBODY = 65_534;
/** The environment variable that tells the workers of a run. */
const SERVER_USER = 'TEST_SERVER_USER';

/** Once in a run: whether servers run as nobody, which wants the tests to run as root, and a Node that nobody may start. */
export function chooseServerUser(): void {
  if (process.getuid?.() !== 0) return;
  const { status } = spawnSync(process.execPath, ['--version'], { uid: NOBODY, gid: NOBODY, cwd: '/' });
  if (status === 0) process.env[SERVER_USER] = String(NOBODY);
}

/** As whom servers run: options of `spawn`, none where it is whoever runs the tests. */
export function serverUser(): { uid?: number; gid?: number } {
  const id = process.env[SERVER_USER];
  return id === undefined ? {} : { uid: Number(id), gid: Number(id) };
}
