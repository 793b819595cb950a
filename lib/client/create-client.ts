import { OPERATIONS, type InputOf, type Operation, type OperationName, type OutputOf } from './operations';
import { placeOf, type Input } from './place';
import { createRefresher } from './refresher';
import type { Result } from './result';
import { createSealedSender } from './sealed-sender';
import { createSender, type CallOptions, type Connection, type Content } from './sender';

type ClientOptions = Connection & {
  /** Which bodies are encrypted: those that hold a password, all, or none. */
  encrypt?: 'passwords' | 'always' | 'never';
};

type Arguments<In> = {} extends In ? [input?: In, options?: CallOptions] : [input: In, options?: CallOptions];

/** A method for every operation of the API, under the name of its use case. */
export type GatehouseClient = {
  [Name in OperationName]: (...call: Arguments<InputOf<Name>>) => Promise<Result<OutputOf<Name>>>;
};

const PASSWORD_FIELDS = ['password', 'confirm_password', 'new_password', 'current_password'];

/** They begin, end or prolong a session themselves: to prolong it first would be no help. */
const NEVER_REFRESHED: readonly string[] = ['login', 'logout', 'refresh'] satisfies OperationName[];

/**
 * The API as functions, for browsers and Node: `const answer = await client.login({ email, password })`. A refusal is
 * an answer like any other ({@link Result}).
 *
 * A call is sent a second time where the first one did nothing: an encrypted body was refused unread because the
 * server's key had changed; or there was no living session (`unauthenticated`), and refreshing brought one.
 * docs/client.md has more.
 */
export function createClient(options: ClientOptions = {}): GatehouseClient {
  const { encrypt = 'passwords' } = options;
  const { ask, send } = createSender(options);
  const sendSealed = createSealedSender(ask, send);
  // Whoever brings a fetch of their own shares no cookies with the other tabs.
  const refresher = createRefresher(ask, options.fetch ? undefined : locksOfThisSite());

  async function attempt(operation: Operation, input: Input, call?: CallOptions): Promise<Result<unknown>> {
    const { path, rest } = placeOf(operation, input);
    if (operation.method === 'GET' || Object.keys(rest).length === 0) return send(operation, path, undefined, call);
    if (operation.takes === 'image') return send(operation, path, imageIn(rest), call);
    const json = JSON.stringify(rest);
    const isSealed = encrypt === 'always' || (encrypt === 'passwords' && PASSWORD_FIELDS.some((name) => name in rest));
    if (isSealed) return sendSealed(operation, path, json, call);
    return send(operation, path, { type: 'application/json', body: json }, call);
  }

  async function perform(name: string, operation: Operation, input: Input, call?: CallOptions) {
    const sentAt = refresher.count();
    const answer = await attempt(operation, input, call);
    if (answer.ok || answer.problem.code !== 'unauthenticated' || NEVER_REFRESHED.includes(name)) return answer;
    const refreshed = await unlessGivenUp(refresher.after(sentAt), call?.signal);
    if (refreshed.ok) return attempt(operation, input, call);
    return refreshed.problem.code === 'unauthenticated' ? answer : refreshed;
  }

  const methods = Object.entries<Operation>(OPERATIONS).map(([name, operation]) => [
    name,
    (input: Input = {}, call?: CallOptions) => perform(name, operation, input, call),
  ]);
  return Object.fromEntries(methods) as GatehouseClient;
}

/** Undefined in older browsers, on plain http, and in programs without any. */
function locksOfThisSite(): LockManager | undefined {
  return (globalThis.navigator as Navigator | undefined)?.locks;
}

/** What is awaited; rejects as soon as the call is given up. */
function unlessGivenUp<T>(awaited: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return awaited;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    awaited.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** What the bytes are is for the server to see. */
function imageIn({ image }: Input): Content {
  return { type: 'application/octet-stream', body: image as Uint8Array<ArrayBuffer> };
}
