import type { Browser, BrowserContext, Response } from '@playwright/test';
import { exchangeProblems, leakIn } from '../tests/harness/token-guard';

/** What every browser window of a worker is held to: no token is seen by a page, by its scripts or in its addresses. */
export type TokenWatch = {
  /** What was wrong since the last call, as soon as everything that had been answered is read. */
  takeProblems: () => Promise<string[]>;
};

/** Files of the build: the same for everybody, before there is any token. */
const STATIC = '/_next/static/';

/** How long the browser may take to hand out an answer, in milliseconds; of some that it gave up it never says so. */
const READ_WITHIN_MS = 5_000;

/** `reading`, as far as the browser kept the answer: a redirect has no body, and a page that was left takes its own along. */
async function readOr<T>(fallback: T, reading: Promise<T>): Promise<T> {
  const givenUp = new Promise<T>((resolve) => void setTimeout(resolve, READ_WITHIN_MS, fallback).unref());
  return Promise.race([reading.catch(() => fallback), givenUp]);
}

async function bodyOf(response: Response): Promise<string> {
  return new URL(response.url()).pathname.startsWith(STATIC) ? '' : readOr('', response.text());
}

async function problemsOf(response: Response): Promise<string[]> {
  const url = response.url();
  if (!/^https?:/.test(url)) return [];
  const [lines, text] = await Promise.all([readOr([], response.headersArray()), bodyOf(response)]);
  return exchangeProblems({
    method: response.request().method(),
    url,
    headers: lines.map(({ name, value }) => [name.toLowerCase(), value] as const),
    setCookies: lines.filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value),
    text,
  });
}

/** Watches every context that is opened from now on. */
export function watchForTokens(browser: Browser): TokenWatch {
  let seen: Promise<string[]>[] = [];
  const open = browser.newContext.bind(browser);

  function watch(context: BrowserContext): BrowserContext {
    context.on('response', (response) => void seen.push(problemsOf(response)));
    context.on('console', (message) => {
      const leak = leakIn(message.text());
      if (leak !== undefined) seen.push(Promise.resolve([`${message.page()?.url()} says ${leak} on its console`]));
    });
    return context;
  }
  // Playwright's own contexts and those that a test opens come the same way.
  browser.newContext = async (options) => watch(await open(options));

  return {
    takeProblems: async () => {
      const taken = seen;
      seen = [];
      return (await Promise.all(taken)).flat();
    },
  };
}
