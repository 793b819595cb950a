import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';
import { requireFreePort } from './port.mjs';

/** @type {import('node:util').ParseArgsConfig['options']} */
const OPTIONS = { port: { type: 'string', short: 'p' }, hostname: { type: 'string', short: 'H' } };

/** Every address of this machine: those of IPv6 too, where it has them. */
function everyAddress() {
  const addresses = Object.values(networkInterfaces()).flat();
  return addresses.some((found) => found?.address === '::1') ? '::' : '0.0.0.0';
}

/**
 * Starts the production server of a standalone output in this very process. Settings come from the environment, then from
 * the files of Next in the folder it was started from, which stays the folder it runs in.
 *
 * @param {string} folder of the output
 * @param {string} command as the person typed it
 * @param {string[]} words `--port` (PORT, 3000) and `--hostname` (every address)
 */
export async function serve(folder, command, words) {
  const { values } = parseArgs({ args: words, options: OPTIONS });
  loadEnvFiles(envFilesOf('production'));
  await requireFreePort(command, words, '3000');
  const server = join(folder, 'server.js');
  if (!existsSync(server)) {
    console.error('There is no build yet. Make one: npm run build');
    process.exit(1);
  }
  process.env.PORT = String(values.port ?? (process.env.PORT || '3000'));
  // Not what the environment says: there, HOSTNAME is the name of the container or of the machine.
  process.env.HOSTNAME = String(values.hostname ?? everyAddress());
  // What Next counts its "Ready in" from.
  process.env.NEXT_PRIVATE_START_TIME = String(Math.round(performance.timeOrigin));
  const startedFrom = process.cwd();
  // It goes to its own folder, and comes back before anything is read: what is written does not belong to the program.
  await import(pathToFileURL(server).href);
  process.chdir(startedFrom);
}
