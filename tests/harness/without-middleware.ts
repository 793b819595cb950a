import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { ensureBuild, runFolder } from './build';
import { type ServerOptions, startServer, type TestServer } from './server';
import { startedLater } from './started-later';

const MANIFEST = '.next/server/functions-config-manifest.json';

/** Copies the built server and strikes its middleware off the list that Next reads when it starts. */
async function copyWithoutMiddleware(root: string): Promise<void> {
  await cp(await ensureBuild(), root, { recursive: true, verbatimSymlinks: true });
  const manifest = JSON.parse(await readFile(join(root, MANIFEST), 'utf8')) as { functions: Record<string, unknown> };
  if (!manifest.functions['/_middleware']) throw new Error(`${MANIFEST} lists no middleware to strike off.`);
  delete manifest.functions['/_middleware'];
  await writeFile(join(root, MANIFEST), JSON.stringify(manifest));
}

/** One server for a whole test file that runs the very build, but without its middleware: what a bypass would come to. */
export function useServerWithoutMiddleware(options: Pick<ServerOptions, 'env'> = {}): TestServer {
  let server: TestServer | undefined;
  let root = '';

  beforeAll(async () => {
    root = await mkdtemp(join(runFolder(), 'without-middleware-'));
    await copyWithoutMiddleware(root);
    // As the folder of the built server is: readable by whoever runs it.
    await chmod(root, 0o755);
    server = await startServer({ ...options, root });
  });
  afterAll(async () => {
    await server?.stop();
    if (root !== '') await rm(root, { recursive: true, force: true });
  });

  return startedLater('server without its middleware', () => server);
}
