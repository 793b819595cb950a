/** Passes connections on: node relay-process.mjs <port> <port to pass on to>, both on loopback. */
import { connect, createServer } from 'node:net';

const [port, target] = process.argv.slice(2).map(Number);

createServer((client) => {
  const server = connect(target, '127.0.0.1');
  for (const [from, to] of [
    [client, server],
    [server, client],
  ]) {
    from.setNoDelay(true).pipe(to);
    from.on('error', () => to.destroy()).on('close', () => to.destroy());
  }
}).listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));
