// Loaded into every test and, by --import, into the servers that tests start: nothing here talks to the internet.
import net from 'node:net';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3}|0\.0\.0\.0|::)$/;

/** @type {string[]} */
const refused = [];

/** @param {unknown[]} args the arguments of Socket.connect, in any of its forms */
function hostOf(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) return first.path ? undefined : (first.host ?? 'localhost');
  if (typeof first === 'string' && !/^\d+$/.test(first)) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const host = hostOf(args);
  if (host === undefined || LOOPBACK.test(host)) return Reflect.apply(connect, this, args);
  refused.push(host);
  this.destroy(new Error(`Tests stay on this machine, but something connects to ${host}.`));
  return this;
};

/** The hosts that something tried to reach since the last call. */
export function takeRefusedHosts() {
  return refused.splice(0);
}

// A server that a test started goes when its test run goes, however that ended.
const parent = process.env['TEST_PARENT_PID'];
if (parent !== undefined && process.ppid === Number(parent)) {
  setInterval(() => {
    if (process.ppid !== Number(parent)) process.exit(1);
  }, 1000).unref();
  process.on('exit', () => {
    const hosts = takeRefusedHosts();
    if (hosts.length > 0) process.stderr.write(`Refused connections beyond this machine: ${hosts.join(', ')}\n`);
  });
}
