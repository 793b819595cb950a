import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionView } from '@/lib/domain/session-view';

/**
 * Who a page request is from, the access token that proved it (undefined: there was none, and it is a stranger), and
 * which page was asked for.
 */
type Recognition = { access: string | undefined; actor: SessionView | null; path: string };

/**
 * What goes along with one request through everything that Next does with it, and that no header could say: it is made
 * when Node has read the request's head, whichever way the server was started (`next dev`, `next start`, standalone),
 * and nothing from outside can write to it.
 */
type RequestScope = {
  socketAddress: string | undefined;
  /** What the request is answered with in the end, whatever Next makes of it before. */
  response: ServerResponse;
  recognition?: Recognition & { atMs: number };
  /** The cookies that an action has set, by their names; null: it has taken that one away. */
  cookies?: Map<string, string | null>;
};

/** How long it is taken for granted who is asking, within one request, in milliseconds. */
export const GOOD_FOR_MS = 1_000;

// Middleware, routes and pages are bundled apart but share the process.
const PROCESS_SCOPE = Symbol.for('gatehouse.request-scope');
const processWide = globalThis as { [PROCESS_SCOPE]?: AsyncLocalStorage<RequestScope> };

/**
 * Begins to prepare every request for Next: its scope, its path, and the headers that its answer has unless somebody says
 * otherwise. Called once, before the server answers.
 */
export function prepareRequests(headers: Record<string, string>): void {
  if (processWide[PROCESS_SCOPE]) return;
  const scopes = new AsyncLocalStorage<RequestScope>();
  processWide[PROCESS_SCOPE] = scopes;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    scopes.enterWith({ socketAddress: request.socket.remoteAddress, response });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    request.url = decodable(withoutAuthority(request.url ?? '/'));
    // Next makes a web Request of every request, which throws for TRACE (Fetch §2.2.1), and answers 500. Under a name that
    // no method has, it is answered like any other wrong method: 405.
    if (request.method === 'TRACE') request.method = 'UNKNOWN';
  });
}

/**
 * A proxy's form of an address (RFC 9112 §3.2.2) names a site, and Next would redirect to whichever it names; of `*` (§3.2.4),
 * which names the whole server, it can make nothing.
 */
function withoutAuthority(url: string): string {
  if (url === '*') return '/';
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/^(?=[?#]|$)/, '/');
}

/** A path that does not decode makes Next answer 500 before any code of ours; taken literally, it is just not found. */
function decodable(url: string): string {
  try {
    decodeURIComponent(url);
    return url;
  } catch {
    return url.replaceAll('%', '%25');
  }
}

function currentScope(): RequestScope | undefined {
  return processWide[PROCESS_SCOPE]?.getStore();
}

/** The address at the other end of the request's socket; undefined where no socket was seen. */
export function socketAddress(): string | undefined {
  return currentScope()?.socketAddress;
}

/** Sets a header of the answer to this request, where Next has no way to: from a server action. */
export function setAnswerHeader(name: string, value: string): void {
  const response = currentScope()?.response;
  if (response?.headersSent === false) response.setHeader(name, value);
}

/** Has this request answered with `status`, whatever Next says, which of all that a page throws is 500. */
export function answerWith(status: number): void {
  const response = currentScope()?.response;
  if (!response) return;
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse;
  response.writeHead = (_status: number, ...rest: unknown[]) => writeHead(status, ...rest);
}

/** Keeps which cookies an action of this request sets: the page that is rendered after it is asked for with them. */
export function keepCookies(cookies: readonly { name: string; value: string | null }[]): void {
  const scope = currentScope();
  if (scope) scope.cookies = new Map(cookies.map(({ name, value }) => [name, value]));
}

/** What an action of this request has made of a cookie: null took it away, undefined left it as it came. */
export function keptCookie(name: string): string | null | undefined {
  return currentScope()?.cookies?.get(name);
}

/** Keeps what the middleware found out, for the page or action of the same request. */
export function keepRecognition(recognition: Recognition): void {
  const scope = currentScope();
  if (scope) scope.recognition = { ...recognition, atMs: Date.now() };
}

/**
 * Who the middleware found behind this very request; undefined when it did not look, looked at another token than the
 * one that is presented here, or looked a while ago: a body may come slowly, and much may be revoked meanwhile.
 */
export function recognizedActor(access: string | undefined): SessionView | null | undefined {
  const recognition = currentScope()?.recognition;
  if (!recognition || recognition.access !== access) return undefined;
  return Date.now() - recognition.atMs < GOOD_FOR_MS ? recognition.actor : undefined;
}

/** The path and query of the page that this request asks for; undefined when no middleware has seen it. */
export function requestedPath(): string | undefined {
  return currentScope()?.recognition?.path;
}
