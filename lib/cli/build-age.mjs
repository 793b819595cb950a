import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Written last by `npm run build`. */
export const BUILD = '.next/complete';
/** What a build is made of. */
export const SOURCES = [
  ...['app', 'components', 'emails', 'inngest', 'lib', 'public', 'prisma/schema.prisma'],
  ...['instrumentation.ts', 'middleware.ts', 'next.config.mjs', 'postcss.config.mjs', 'tsconfig.json'],
  'package-lock.json',
];

/**
 * When the newest file at or under `path` was changed, in milliseconds; 0 when there is none.
 *
 * @param {string} path
 * @returns {number}
 */
function newestUnder(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  // A folder's own time tells of files that were removed from it.
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestUnder(join(path, name))));
}

/**
 * @param {string} root of the project
 * @returns {string | undefined} why a build is wanted, or undefined when the one that is there will do
 */
export function whyBuild(root) {
  const builtAt = newestUnder(join(root, BUILD));
  if (builtAt === 0) return 'there is no build yet';
  const newer = SOURCES.find((source) => newestUnder(join(root, source)) > builtAt);
  return newer && `${newer} was changed after the last build`;
}
