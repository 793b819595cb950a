// Whether the port that was asked for can be had, before anything takes its time for a server that cannot begin.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** @param {string[]} options of Next; `-p` and `--port` win over PORT, as they do there */
export function wantedPort(options) {
  const at = options.findIndex((word) => word === '-p' || word === '--port');
  return at < 0 ? process.env.PORT : options[at + 1];
}

/** @param {number} port */
async function isTaken(port) {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
    return false;
  } catch {
    return true;
  } finally {
    server.close();
  }
}

/**
 * Ends the process with a sentence when the port that was named is no port, or taken. Where none was named, Next looks
 * for a free one by itself (`dev`) or takes 3000.
 *
 * @param {string} command as the person typed it
 * @param {string[]} options of Next
 * @param {string} [otherwise] the port when none was named
 */
export async function requireFreePort(command, options, otherwise) {
  const wanted = wantedPort(options) ?? otherwise;
  if (wanted === undefined || wanted === '') return;
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`${wanted} is no port. Choose one from 1024 to 65535, such as PORT=3001 npm run ${command}`);
    process.exit(1);
  }
  if (port === 0 || !(await isTaken(port))) return;
  console.error(`Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm run ${command}`);
  process.exit(1);
}
