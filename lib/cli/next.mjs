// node lib/cli/next.mjs dev|dev-https|build|start|preview|typegen [options of Next]
//
// Next's own command line, or the server it has built, in this very process, after what it needs has been made ready: the
// Prisma client, and the settings of .env, which Next itself reads too late for PORT. Plain JavaScript, so that a
// production server does not carry a TypeScript loader.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { BUILD, whyBuild } from './build-age.mjs';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';
import { generateClient } from './generate.mjs';
import { prepareHttps } from './https.mjs';
import { endWithNpm } from './npm-parent.mjs';
import { STANDALONE } from './output.mjs';
import { requireFreePort } from './port.mjs';
import { serve } from './serve.mjs';

const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next');

/** @param {string[]} words */
async function runNext(words) {
  process.argv = [process.execPath, NEXT, ...words];
  await import(pathToFileURL(NEXT).href);
}

/** `next dev` leaves types of pages behind that are no more, and the compiler would look for those pages. */
function forgetDevelopmentTypes() {
  rmSync('.next/dev/types', { recursive: true, force: true });
}

/** In a process of its own: a build and a server in one would share what Next keeps in memory. */
async function build(options = []) {
  generateClient({ onlyWhenStale: true });
  forgetDevelopmentTypes();
  rmSync(BUILD, { force: true });
  const { status } = spawnSync(process.execPath, [NEXT, 'build', ...options], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  // Loaded only here: what bundles is a package of development.
  const { completeOutput } = await import('./standalone.mjs');
  completeOutput(process.cwd());
}

async function buildWhenWanted() {
  const reason = whyBuild(process.cwd());
  if (reason === undefined) return;
  console.log(`Building: ${reason}.`);
  await build();
}

/** @type {Record<string, (options: string[]) => Promise<void>>} */
const COMMANDS = {
  dev: async (options) => {
    generateClient({ onlyWhenStale: true });
    loadEnvFiles(envFilesOf('development'));
    await requireFreePort('dev', options);
    await runNext(['dev', ...options]);
  },
  'dev-https': async (options) => {
    generateClient({ onlyWhenStale: true });
    loadEnvFiles(envFilesOf('development'));
    await requireFreePort('dev:https', options, '3000');
    await runNext(['dev', ...(await prepareHttps(options)), ...options]);
  },
  build,
  typegen: async (options) => {
    forgetDevelopmentTypes();
    await runNext(['typegen', ...options]);
  },
  start: (options) => serve(STANDALONE, 'start', options),
  preview: async (options) => {
    loadEnvFiles(['lib/cli/preview.env', ...envFilesOf('production')]);
    await requireFreePort('preview', options, '3000');
    await buildWhenWanted();
    // Its keys are published in this repository: only this machine may talk to it.
    await serve(STANDALONE, 'preview', ['--hostname', '127.0.0.1', ...options]);
  },
};

const [command = '', ...options] = process.argv.slice(2);
const run = COMMANDS[command];
if (run) {
  loadEnvFiles(['lib/cli/next.env']);
  endWithNpm();
  await run(options);
} else {
  console.error(`next.mjs ${Object.keys(COMMANDS).join('|')}`);
  process.exitCode = 1;
}
