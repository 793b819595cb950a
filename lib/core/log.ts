import { pino } from 'pino';
import { getEnv } from './env';

/**
 * Keys whose values never reach a log, at the top of what is logged or up to two levels into it (ASVS 16.2.5). Our own code does not log
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

type LoggedError = { type: string; code?: string; message: string; frames: string[]; cause?: LoggedError };

/**
 * An error without what the database or a library hung onto it: a refused row's values, a request, a body. Prisma's
 * messages begin with the whole call and end with what was wrong with it: only the end is kept.
 */
function loggedError(error: unknown): LoggedError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as Error & { code?: unknown };
  const cause = loggedError(error.cause);
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    message: error.message.trimEnd().split('\n').at(-1) ?? '',
    frames: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
    ...(cause && { cause }),
  };
}

/** What pino is told to hide. @internal */
export const LOG_SAFETY = { redact: { paths, censor: '[redacted]' }, serializers: { err: loggedError } };

function createLog() {
  return pino({
    level: getEnv().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    ...LOG_SAFETY,
  });
}

export type Log = Pick<ReturnType<typeof createLog>, 'debug' | 'info' | 'warn' | 'error'>;

let log: Log | undefined;

/** Structured lines on standard output, UTC, one JSON object each. Made on first use: a build has no settings. */
export function getLog(): Log {
  log ??= createLog();
  return log;
}
