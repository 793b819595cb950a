import type { Inngest } from 'inngest';
import { getEnv } from '@/lib/core/env';
import { getLog } from '@/lib/core/log';

/** What Inngest has not answered by then is given up, in milliseconds; its client asks up to five times. */
const ANSWER_WITHIN_MS = 3_000;

/** The app as Inngest lists it. Its functions are known by this name: it never changes. */
const APP_ID = 'gatehouse';

/** A redirect is no answer either: it would take the key along to another address. */
function fetchInTime(...[address, request]: Parameters<typeof fetch>): Promise<Response> {
  return fetch(address, { ...request, redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}

/** What the client says about itself is for who looks for a fault: what matters of it is logged where it is caught. */
function quietLog() {
  const debug = (...words: unknown[]) => {
    const [first, second] = words;
    if (typeof first === 'string') getLog().debug({ from: 'inngest' }, first);
    else getLog().debug({ from: 'inngest', ...(first as object) }, typeof second === 'string' ? second : undefined);
  };
  return { debug, info: debug, warn: debug, error: debug };
}

let client: Promise<Inngest> | undefined;

async function createClient(): Promise<Inngest> {
  const { Inngest } = await import('inngest');
  const { INNGEST_DEV, INNGEST_BASE_URL = '', INNGEST_EVENT_KEY = '', ...settings } = getEnv();
  return new Inngest({
    id: APP_ID,
    // Said outright, so that no other variable of the environment switches the checks of signatures off.
    isDev: INNGEST_DEV !== undefined,
    baseUrl: INNGEST_DEV ?? INNGEST_BASE_URL,
    eventKey: INNGEST_EVENT_KEY,
    signingKey: settings.INNGEST_SIGNING_KEY ?? '',
    signingKeyFallback: settings.INNGEST_SIGNING_KEY_FALLBACK ?? '',
    fetch: fetchInTime,
    logger: quietLog(),
    aiMetadata: false,
  });
}

/** The client of Inngest. Loaded on first use: where there is no Inngest, nothing of it is in memory. */
export function getInngest(): Promise<Inngest> {
  client ??= createClient();
  return client;
}
