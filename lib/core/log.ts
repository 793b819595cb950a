import { pino } from 'pino';
import { getEnv } from './env';

/**
 * Keys whose values never reach a log, wherever they stand in what is logged (ASVS 16.2.5). Our own code does not log
 * them in the first place; this holds when a library's error carries a request along.
 */
const SECRET_KEYS = [
  'password',
  'new_password',
  'current_password',
  'confirm_password',
  'passwordHash',
  'token',
  'activation_code',
  'code_hash',
  'authorization',
  'cookie',
  'set-cookie',
  'email',
  'payload',
];

const paths = SECRET_KEYS.flatMap((key) => {
  const step = /^\w+$/.test(key) ? `.${key}` : `["${key}"]`;
  return [`*${step}`, `*.*${step}`, /^\w+$/.test(key) ? key : `["${key}"]`];
});

/** What pino is told to hide. @internal */
export const REDACTION = { paths, censor: '[redacted]' };

function createLog() {
  return pino({
    level: getEnv().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: REDACTION,
  });
}

export type Log = Pick<ReturnType<typeof createLog>, 'debug' | 'info' | 'warn' | 'error'>;

let log: Log | undefined;

/** Structured lines on standard output, UTC, one JSON object each. Made on first use: a build has no settings. */
export function getLog(): Log {
  log ??= createLog();
  return log;
}
