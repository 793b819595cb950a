// node lib/cli/next.mjs dev|build|start|preview|typegen [options of Next]
//
// Next's own command line in this very process, after what it needs has been made ready: the Prisma client, and the
// settings of .env, which Next itself reads too late for PORT. Plain JavaScript, so that a production server does not
// carry a TypeScript loader.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { whyBuild } from './build-age.mjs';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';
import { generateClient } from './generate.mjs';
import { endWithNpm } from './npm-parent.mjs';
import { requireFreePort } from './port.mjs';

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
function buildWhenWanted() {
  const reason = whyBuild(process.cwd());
  if (reason === undefined) return;
  console.log(`Building: ${reason}.`);
  forgetDevelopmentTypes();
  const { status } = spawnSync(process.execPath, [NEXT, 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** @type {Record<string, (options: string[]) => Promise<void>>} */
const COMMANDS = {
  dev: async (options) => {
    generateClient({ onlyWhenStale: true });
    loadEnvFiles(envFilesOf('development'));
    await requireFreePort('dev', options);
    await runNext(['dev', ...options]);
  },
  build: async (options) => {
    generateClient({ onlyWhenStale: true });
    forgetDevelopmentTypes();
    await runNext(['build', ...options]);
  },
  typegen: async (options) => {
    forgetDevelopmentTypes();
    await runNext(['typegen', ...options]);
  },
  start: async (options) => {
    loadEnvFiles(envFilesOf('production'));
    await requireFreePort('start', options, '3000');
    await runNext(['start', ...options]);
  },
  preview: async (options) => {
    loadEnvFiles(['lib/cli/preview.env', ...envFilesOf('production')]);
    await requireFreePort('preview', options, '3000');
    generateClient({ onlyWhenStale: true });
    buildWhenWanted();
    // Its keys are published in this repository: only this machine may talk to it.
    await runNext(['start', '--hostname', '127.0.0.1', ...options]);
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
