import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { ensureBuild } from './build';
import { type ServerOptions, startServer, type TestServer } from './server';
import { startedLater } from './started-later';

const MANIFEST = '.next/server/functions-config-manifest.json';

/** Copies the build and strikes its middleware off the list that Next reads when it starts. */
async function copyWithoutMiddleware(root: string): Promise<void> {
  const isKept = (path: string) => !path.startsWith(resolve('.next/cache'));
  for (const path of ['package.json', 'next.config.mjs', 'prisma/migrations', '.next']) {
    await cp(path, join(root, path), { recursive: true, filter: (source) => isKept(resolve(source)) });
  }
  const manifest = JSON.parse(await readFile(join(root, MANIFEST), 'utf8')) as { functions: Record<string, unknown> };
  if (!manifest.functions['/_middleware']) throw new Error(`${MANIFEST} lists no middleware to strike off.`);
  delete manifest.functions['/_middleware'];
  await writeFile(join(root, MANIFEST), JSON.stringify(manifest));
}

/**
 * One server for a whole test file that runs the very build, but without its middleware: what a bypass would come to. The
 * copy lies inside the project, where it finds the project's packages.
 */
export function useServerWithoutMiddleware(options: Pick<ServerOptions, 'env'> = {}): TestServer {
  let server: TestServer | undefined;
  let root = '';

  beforeAll(async () => {
    await ensureBuild();
    await mkdir('.data', { recursive: true });
    root = await mkdtemp(resolve('.data/without-middleware-'));
    await copyWithoutMiddleware(root);
    server = await startServer({ ...options, root });
  });
  afterAll(async () => {
    await server?.stop();
    if (root !== '') await rm(root, { recursive: true, force: true });
  });

  return startedLater('server without its middleware', () => server);
}
