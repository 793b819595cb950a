import { createBodySealer } from './body-sealer';
import { OPERATIONS, type InputOf, type Operation, type OperationName, type OutputOf } from './operations';
import { placeOf, type Input } from './place';
import { readResult, type Result } from './result';

type ClientOptions = {
  /** Where Gatehouse is, such as https://login.example.com; without it, where the page came from. */
  baseUrl?: string;
  /** What to ask with; by default the platform's own. One that keeps cookies signs a program in. */
  fetch?: typeof fetch;
  /** Which bodies are encrypted: those that hold a password, all, or none. */
  encrypt?: 'passwords' | 'always' | 'never';
  /** An access token that takes the place of the cookies; asked for anew before each call. */
  bearer?: () => string | undefined;
};

type CallOptions = {
  /** Gives the call up; it then rejects as `fetch` does. */
  signal?: AbortSignal;
};

type Arguments<In> = {} extends In ? [input?: In, options?: CallOptions] : [input: In, options?: CallOptions];

/** A method for every operation of the API, under the name of its use case. */
export type GatehouseClient = {
  [Name in OperationName]: (...call: Arguments<InputOf<Name>>) => Promise<Result<OutputOf<Name>>>;
};

const PASSWORD_FIELDS = ['password', 'confirm_password', 'new_password', 'current_password'];

/**
 * The API as functions, for browsers and Node: `const answer = await client.login({ email, password })`. A refusal is an
 * answer like any other ({@link Result}). Nothing is sent twice, but for an encrypted body that was refused unread
 * because the server's key had changed.
 */
export function createClient(options: ClientOptions = {}): GatehouseClient {
  const { baseUrl = '', encrypt = 'passwords', bearer } = options;
  const sealer = createBodySealer(baseUrl, ask);

  /** Null when no answer came; rejects when the call was given up. */
  async function ask(url: string, request: RequestInit): Promise<Response | null> {
    try {
      // Looked up at each call: a browser's own fetch insists on being called on the window.
      return await (options.fetch ?? fetch)(url, request);
    } catch (error) {
      if (request.signal?.aborted) throw error;
      return null;
    }
  }

  async function send({ method, gives }: Operation, path: string, content?: Content, call: CallOptions = {}) {
    const token = bearer?.();
    const response = await ask(`${baseUrl}${path}`, {
      method,
      credentials: 'same-origin',
      headers: { ...(content && { 'content-type': content.type }), ...(token && { authorization: `Bearer ${token}` }) },
      ...(content && { body: content.body }),
      ...(call.signal && { signal: call.signal }),
    });
    return readResult(response, gives);
  }

  async function sendSealed(operation: Operation, path: string, json: string, call?: CallOptions) {
    const sealed = await sealer.seal(json);
    if (!sealed.ok) return sealed;
    const answer = await send(operation, path, { type: 'application/jose', body: sealed.data.body }, call);
    if (answer.ok || answer.problem.code !== 'malformed_body') return answer;
    sealer.forget();
    const again = await sealer.seal(json);
    if (!again.ok) return again;
    if (again.data.kid === sealed.data.kid) return answer;
    return send(operation, path, { type: 'application/jose', body: again.data.body }, call);
  }

  async function perform(operation: Operation, input: Input, call?: CallOptions): Promise<Result<unknown>> {
    const { path, rest } = placeOf(operation, input);
    if (operation.method === 'GET' || Object.keys(rest).length === 0) return send(operation, path, undefined, call);
    if (operation.takes === 'image') return send(operation, path, imageIn(rest), call);
    const json = JSON.stringify(rest);
    const isSealed = encrypt === 'always' || (encrypt === 'passwords' && PASSWORD_FIELDS.some((name) => name in rest));
    if (isSealed) return sendSealed(operation, path, json, call);
    return send(operation, path, { type: 'application/json', body: json }, call);
  }

  const methods = Object.entries<Operation>(OPERATIONS).map(([name, operation]) => [
    name,
    (input: Input = {}, call?: CallOptions) => perform(operation, input, call),
  ]);
  return Object.fromEntries(methods) as GatehouseClient;
}

type Content =
  | { type: 'application/json' | 'application/jose'; body: string }
  | { type: 'application/octet-stream'; body: Uint8Array<ArrayBuffer> };

/** What the bytes are is for the server to see. */
function imageIn({ image }: Input): Content {
  return { type: 'application/octet-stream', body: image as Uint8Array<ArrayBuffer> };
}
