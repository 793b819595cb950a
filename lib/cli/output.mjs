// Where the standalone output lies: the server with all that it needs, wherever its folder is copied to.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Next writes it to. */
export const STANDALONE = '.next/standalone';

/**
 * The folder to start the server in: not the output's own where Next took a folder around the project for its root.
 *
 * @param {string} root of the project
 * @param {string} [output] where the output lies, when it was copied
 */
export function outputFolder(root, output = join(root, STANDALONE)) {
  const { relativeAppDir } = JSON.parse(readFileSync(join(root, '.next/required-server-files.json'), 'utf8'));
  return join(output, relativeAppDir);
}
