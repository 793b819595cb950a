import type { Operation } from './operations';
import { readResult, type Result } from './result';

export type Connection = {
  /** Where Gatehouse is, such as https://login.example.com; without it, where the page came from. */
  baseUrl?: string;
  /** What to ask with; by default the platform's own. One that keeps cookies signs a program in. */
  fetch?: typeof fetch;
  /** An access token that takes the place of the cookies; asked for anew before each call. */
  bearer?: () => string | undefined;
};

export type CallOptions = {
  /** Gives the call up; it then rejects as `fetch` does. */
  signal?: AbortSignal;
};

export type Content =
  | { type: 'application/json' | 'application/jose'; body: string }
  | { type: 'application/octet-stream'; body: Uint8Array<ArrayBuffer> };

/** Null when no answer came; rejects when the call was given up. `path` begins with a slash. */
export type Ask = (path: string, request: RequestInit) => Promise<Response | null>;

/** Sends one call, once. */
export type Send = (
  operation: Operation,
  path: string,
  content?: Content,
  call?: CallOptions,
) => Promise<Result<unknown>>;

/** What goes out to the server, and what comes back from it. */
export function createSender({ baseUrl = '', fetch: ownFetch, bearer }: Connection): { ask: Ask; send: Send } {
  const ask: Ask = async (path, request) => {
    try {
      // Looked up at each call: a browser's own fetch insists on being called on the window.
      return await (ownFetch ?? fetch)(`${baseUrl}${path}`, { credentials: 'same-origin', ...request });
    } catch (error) {
      if (request.signal?.aborted) throw error;
      return null;
    }
  };

  const send: Send = async ({ method, gives }, path, content, call = {}) => {
    const token = bearer?.();
    const response = await ask(path, {
      method,
      headers: { ...(content && { 'content-type': content.type }), ...(token && { authorization: `Bearer ${token}` }) },
      ...(content && { body: content.body }),
      ...(call.signal && { signal: call.signal }),
    });
    return readResult(response, gives);
  };

  return { ask, send };
}
