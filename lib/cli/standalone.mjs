// What `next build` leaves to others of the standalone output: files for browsers, and the commands of an operator.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import config from '../../next.config.mjs';
import { BUILD } from './build-age.mjs';
import { outputFolder } from './output.mjs';

/**
 * Copied by Next, and read by nothing there: the settings of a server are around it, not in it; and of the sources, a
 * folder whose name ends like a file's, app/api/openapi.json, is taken for one.
 */
const LEFT_OUT = ['.env', '.env.production', 'package-lock.json', 'tsconfig.json', 'app'];
const isLeftOut = (path) => LEFT_OUT.includes(path) || path.endsWith('.map');
/** Made-up people are for development. */
const DEVELOPMENT_SCRIPTS = ['db:seed'];

/** @typedef {{ script: string, source: string }} Command */

/**
 * The commands that are TypeScript here and programs of their own there, by the script that names each.
 *
 * @param {Record<string, string>} scripts of package.json
 * @returns {Command[]}
 */
function commandsIn(scripts) {
  return Object.entries(scripts).flatMap(([script, words]) => {
    const source = /^tsx (lib\/cli\/[\w-]+\.ts)$/.exec(words)?.[1];
    return source === undefined || DEVELOPMENT_SCRIPTS.includes(script) ? [] : [{ script, source }];
  });
}

/**
 * The output's own package.json: the same commands under the same names, and nothing to install.
 *
 * @param {Record<string, unknown>} project's own
 * @param {Command[]} commands
 */
function packageOf({ name, version, license, type, engines }, commands) {
  const programs = commands.map(({ script, source }) => [script, `node ${source.replace(/\.ts$/, '.mjs')}`]);
  const scripts = { start: 'node lib/cli/start.mjs', ...Object.fromEntries(programs) };
  return { name, version, license, private: true, type, engines, scripts };
}

/**
 * The first lines of each program. `require` is for packages written in CommonJS; the rest is what Next's server does.
 */
const FIRST_LINES = [
  "import { createRequire as requireFrom } from 'node:module';",
  'const require = requireFrom(import.meta.url);',
  "process.env.NODE_ENV = 'production';",
];

/**
 * Makes one program of each, which needs no package but those that Next has copied because the server loads them as
 * they are, too.
 *
 * @param {string} root of the project
 * @param {string} folder of the output
 * @param {string[]} sources
 */
function bundle(root, folder, sources) {
  buildSync({
    absWorkingDir: root,
    entryPoints: sources,
    outdir: join(folder, 'lib/cli'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: config.serverExternalPackages ?? [],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: FIRST_LINES.join('\n') },
    logLevel: 'warning',
  });
}

/**
 * Makes the standalone output whole, after `next build`.
 *
 * @param {string} root of the project
 */
export function completeOutput(root) {
  const folder = outputFolder(root);
  const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const commands = commandsIn(project.scripts);
  for (const path of readdirSync(folder, { recursive: true })) {
    if (isLeftOut(path)) rmSync(join(folder, path), { recursive: true, force: true });
  }
  // What browsers fetch, which Next expects to lie on other machines.
  cpSync(join(root, '.next/static'), join(folder, '.next/static'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packageOf(project, commands), null, 2)}\n`);
  bundle(root, folder, ['lib/cli/start.mjs', ...commands.map(({ source }) => source)]);
  writeFileSync(join(root, BUILD), '');
}
