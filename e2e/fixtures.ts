import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { nextAddress } from '../tests/harness/client';
import type { Person } from '../tests/harness/people';
import { startServer, type TestServer } from '../tests/harness/server';
import { type TokenWatch, watchForTokens } from './token-watch';

type TestFixtures = {
  /** Says what a page may complain about in its console in this test, such as a status that is asked for. */
  expectComplaints: (pattern: RegExp) => void;
};

type WorkerFixtures = { server: TestServer; tokenWatch: TokenWatch };

/**
 * `test` with a server of its own for each worker and an address of its own for each test, which fails when a page
 * complains in the browser's console, and when a token shows in what any window of the test receives, asks for or says.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted.
    async ({}, provide) => {
      const server = await startServer();
      await provide(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  tokenWatch: [async ({ browser }, provide) => provide(watchForTokens(browser)), { scope: 'worker', auto: true }],
  baseURL: async ({ server }, provide) => provide(server.url),
  // oxlint-disable-next-line no-empty-pattern -- as above
  extraHTTPHeaders: async ({}, provide) => provide({ 'x-forwarded-for': nextAddress() }),
  expectComplaints: [
    async ({ context, tokenWatch }, provide) => {
      const said: string[] = [];
      const expected: RegExp[] = [];
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) said.push(message.text());
      });
      context.on('weberror', (event) => void said.push(event.error().message));
      await provide((pattern) => void expected.push(pattern));
      const unexpected = said.filter((text) => !expected.some((pattern) => pattern.test(text)));
      expect(unexpected, 'complaints in the browser’s console').toEqual([]);
      expect(await tokenWatch.takeProblems(), 'tokens where none belongs').toEqual([]);
    },
    { auto: true },
  ],
});

/** Signs in by password; `leadsTo` is where that ends. */
export async function signIn(page: Page, { email, password }: Person, leadsTo = '/dashboard'): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(leadsTo);
}

/** Fails with every breach of WCAG 2.2 A and AA, and of good practice, that a machine can see in the page. */
export async function expectAccessible(page: Page): Promise<void> {
  // While a form's answer takes the place of the page, there is no title for a moment.
  await expect(page).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page })
    // In the page itself, instead of one more page for each look: no page of ours has frames from elsewhere.
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, help, nodes }) =>
    [`${id}: ${help}`, ...nodes.map(({ html }) => html)].join('\n'),
  );
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

export { expect };

/** How far to the right anything reaches: what the page cuts off does not make it scroll. */
export function outermostEdge(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(...[...document.querySelectorAll('body *')].map((element) => element.getBoundingClientRect().right)),
  );
}
