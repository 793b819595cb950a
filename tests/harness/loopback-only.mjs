// Loaded into every test and, by --import, into the servers that tests start: nothing here talks to the internet.
import net from 'node:net';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3}|0\.0\.0\.0|::)$/;

const parent = process.env['TEST_PARENT_PID'];
const isServer = parent !== undefined && process.ppid === Number(parent);

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
  const message = `Tests stay on this machine, but something connects to ${host}.`;
  refused.push(host);
  // In a server, its log is what is looked at.
  if (isServer) process.stderr.write(`${JSON.stringify({ level: 'error', msg: message })}\n`);
  this.destroy(new Error(message));
  return this;
};

/** The hosts that something tried to reach since the last call. */
export function takeRefusedHosts() {
  return refused.splice(0);
}

// A server that a test started goes when its test run goes, however that ended.
if (isServer) {
  setInterval(() => {
    if (process.ppid !== Number(parent)) process.exit(1);
  }, 1000).unref();
}
