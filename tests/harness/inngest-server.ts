import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import pLimit, { type LimitFunction } from 'p-limit';
import { freePort } from './free-port';

type Trigger = { cron?: string; event?: string; expression?: string };

/** A function as the app registers it. */
type RegisteredFunction = {
  id: string;
  triggers: Trigger[];
  concurrency?: number;
  steps: { step: { runtime: { url: string }; retries?: { attempts: number } } };
};

type InngestEvent = { id: string; name: string; data: Record<string, unknown>; ts: number };
type Answer = { status: number; text: string; headers: Headers };

/** A run of a function, with what the app answered to each attempt. */
export type InngestRun = { id: string; functionId: string; event: InngestEvent; answers: Answer[] };

/** `down`: nobody listens. `hanging`: connections are taken, and nothing is answered. */
type Behaviour = 'up' | 'down' | 'hanging';

export type InngestServer = {
  /** The settings with which a server of ours uses it. */
  settings: Record<'INNGEST_BASE_URL' | 'INNGEST_EVENT_KEY' | 'INNGEST_SIGNING_KEY', string>;
  /** Asks the app at this origin to register its functions, as its dashboard does. */
  takeUp: (origin: string) => Promise<Answer>;
  functions: RegisteredFunction[];
  /** What it was sent, or told itself: a failure. */
  events: InngestEvent[];
  runs: InngestRun[];
  /** Takes an event, as if it had been sent: every function that waits for one of this name runs. */
  emit: (name: string, data: Record<string, unknown>) => Promise<InngestRun[]>;
  /** The time of a function's cron has come. */
  strike: (functionId: string) => Promise<InngestRun>;
  /** The header with which it signs: its own body now, or whatever is wanted. */
  sign: (body: string, wrong?: { key?: string; atMs?: number }) => Record<string, string>;
  behave: (behaviour: Behaviour) => Promise<void>;
  stop: () => Promise<void>;
};

/** JSON with sorted keys and no spaces (RFC 8785), which is what a signature is about. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

function waitsFor({ event, expression }: Trigger, { name, data }: InngestEvent): boolean {
  return event === name && (expression === undefined || expression.includes(`'${String(data['function_id'])}'`));
}

const madeEvent = (name: string, data: InngestEvent['data']) => ({ id: randomUUID(), name, data, ts: Date.now() });

/** What an answer says went wrong: an error as the SDK writes it, or whatever it was. */
function failureIn({ status, text: said }: Answer = { status: 0, text: '', headers: new Headers() }): object {
  const error = { name: 'Error', message: `status ${status}: ${said}`, stack: '' };
  try {
    return { ...error, ...(JSON.parse(said) as object) };
  } catch {
    return error;
  }
}

/** What a run is asked for with, of what Inngest sends: there are no steps here. */
function requestBody(run: InngestRun, attempt: number, most: number): string {
  const { id, event, functionId } = run;
  const stack = { current: 0, stack: [] };
  const ctx = { run_id: id, fn_id: functionId, attempt, max_attempts: most, qi_id: id, stack, use_api: false };
  return canonical({ ctx, event, events: [event], steps: {}, use_api: false, version: 2 });
}

/**
 * A server on loopback that speaks Inngest's protocol towards an app: it takes events and registrations, and runs
 * functions by signed requests, with their retries (at once), their concurrency and their failure. What it knows it
 * forgets when it stops, and time passes only by {@link InngestServer.strike}.
 */
export async function startInngestServer(): Promise<InngestServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const eventKey = randomBytes(16).toString('hex');
  const signingKey = randomBytes(32).toString('hex');
  const bearer = `Bearer ${createHash('sha256').update(Buffer.from(signingKey, 'hex')).digest('hex')}`;
  const functions: RegisteredFunction[] = [];
  const limits = new Map<string, LimitFunction>();
  const events: InngestEvent[] = [];
  const runs: InngestRun[] = [];
  const underWay = new Set<Promise<unknown>>();
  let behaviour: Behaviour = 'up';

  const sign: InngestServer['sign'] = (body, { key = signingKey, atMs = Date.now() } = {}) => {
    const seconds = String(Math.floor(atMs / 1000));
    const seal = createHmac('sha256', key).update(body).update(seconds).digest('hex');
    return { 'content-type': 'application/json', 'x-inngest-signature': `t=${seconds}&s=${seal}` };
  };

  async function ask(method: string, address: string, body: string): Promise<Answer> {
    const headers = { ...sign(body), 'x-inngest-server-kind': 'cloud' };
    return fetch(address, { method, headers, body, signal: AbortSignal.timeout(30_000) }).then(
      async (answer) => ({ status: answer.status, text: await answer.text(), headers: answer.headers }),
      (error: unknown) => ({ status: 0, text: String(error), headers: new Headers() }),
    );
  }

  async function runToItsEnd({ id, steps: { step } }: RegisteredFunction, event: InngestEvent): Promise<InngestRun> {
    const run: InngestRun = { id: randomUUID(), functionId: id, event, answers: [] };
    runs.push(run);
    const most = (step.retries?.attempts ?? 3) + 1;
    for (let attempt = 0; attempt < most; attempt += 1) {
      const answer = await ask('POST', step.runtime.url, requestBody(run, attempt, most));
      run.answers.push(answer);
      if (answer.status === 200) return run;
      if (answer.headers.get('x-inngest-no-retry') === 'true') break;
    }
    const error = failureIn(run.answers.at(-1));
    await take(madeEvent('inngest/function.failed', { function_id: id, run_id: run.id, error, event }));
    return run;
  }

  function schedule(one: RegisteredFunction, event: InngestEvent): Promise<InngestRun> {
    const limit = limits.get(one.id) ?? pLimit(one.concurrency ?? 10);
    limits.set(one.id, limit);
    const run = limit(() => runToItsEnd(one, event));
    underWay.add(run);
    return run.finally(() => underWay.delete(run));
  }

  function take(event: InngestEvent): Promise<InngestRun[]> {
    events.push(event);
    const wanted = functions.filter(({ triggers }) => triggers.some((trigger) => waitsFor(trigger, event)));
    return Promise.all(wanted.map((one) => schedule(one, event)));
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (behaviour === 'hanging') return;
    const say = (status: number, words: object) => response.writeHead(status).end(JSON.stringify({ status, ...words }));
    if (request.url === `/e/${eventKey}`) {
      const sent = (JSON.parse(body) as InngestEvent[]).map(({ name, data }) => madeEvent(name, data));
      say(200, { ids: sent.map(({ id }) => id) });
      await Promise.all(sent.map(take));
    } else if (request.url === '/fn/register' && request.headers.authorization === bearer) {
      const { functions: named } = JSON.parse(body) as { functions: RegisteredFunction[] };
      functions.splice(0, functions.length, ...named);
      say(200, { ok: true, modified: true });
    } else say(401, { error: 'unauthorized' });
  }

  let server: Server | undefined;
  async function listen(): Promise<void> {
    server = createServer((request, response) => void receive(request, response)).listen(port, '127.0.0.1');
    await once(server, 'listening');
  }
  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    if (!closing) return;
    closing.close();
    closing.closeAllConnections();
    await once(closing, 'close');
  }
  await listen();

  return {
    settings: { INNGEST_BASE_URL: url, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey },
    takeUp: (origin) => {
      const address = `${origin}/api/inngest`;
      return ask('PUT', address, canonical({ url: address }));
    },
    functions,
    events,
    runs,
    emit: (name, data) => take(madeEvent(name, data)),
    strike: async (functionId) => {
      const struck = functions.find(({ id }) => id === functionId);
      const cron = struck?.triggers.find((trigger) => trigger.cron !== undefined)?.cron;
      if (!struck || cron === undefined) throw new Error(`No time was named for ${functionId}.`);
      return schedule(struck, madeEvent('inngest/scheduled.timer', { cron }));
    },
    sign,
    behave: async (wanted) => {
      if (wanted === 'down') await close();
      else if (!server) await listen();
      behaviour = wanted;
      // What was taken while it hung is gone with its connections.
      if (wanted === 'up') server?.closeAllConnections();
    },
    stop: async () => {
      await Promise.allSettled(underWay);
      await close();
    },
  };
}
