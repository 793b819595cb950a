import type { Page } from '@playwright/test';
import { startCaptchaVerifier, type CaptchaVerifier } from '../tests/harness/captcha-verifier';
import { client, nextAddress } from '../tests/harness/client';
import type { Person } from '../tests/harness/people';
import { startServer, type TestServer } from '../tests/harness/server';
import { test as base } from './fixtures';

const TRIES_BEFORE_CAPTCHA = 20;

/** `test` with captcha on, and a verifier in Google's place. */
export const test = base.extend<object, { verifier: CaptchaVerifier }>({
  verifier: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted.
    async ({}, provide) => {
      const verifier = await startCaptchaVerifier();
      await provide(verifier);
      await verifier.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ verifier }, provide) => {
      const server = await startServer({ env: verifier.settings });
      await provide(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** The captcha of the page's form, whether or not it is there. */
export const captchaOf = (page: Page) => page.getByRole('group', { name: 'Captcha' });

/** What is ticked to solve it. */
export const tickOf = (page: Page) => captchaOf(page).getByRole('checkbox');

/** Wrong passwords from so many addresses that the account's next one wants a captcha. */
export async function attack(server: TestServer, { email }: Person): Promise<void> {
  for (let n = 0; n < TRIES_BEFORE_CAPTCHA; n += 1) {
    await client(server, { ip: nextAddress() }).post('/api/login', { email, password: 'wrong' });
  }
}
