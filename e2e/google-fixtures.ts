import type { Page } from '@playwright/test';
import { type OpenIdProvider, startOpenIdProvider } from '../tests/harness/openid-provider';
import { newClaims } from '../tests/harness/provider-walk';
import { startServer } from '../tests/harness/server';
import { expect, test as base } from './fixtures';

/** `test` with an OpenID provider in Google's place, that knows whomever a test lets it know. */
export const test = base.extend<object, { provider: OpenIdProvider }>({
  provider: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted.
    async ({}, provide) => {
      const provider = await startOpenIdProvider();
      await provide(provider);
      await provider.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ provider }, provide) => {
      const server = await startServer({ env: provider.settings });
      await provide(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** Somebody with an account at the provider: the address of it. */
export function someoneAt(provider: OpenIdProvider): string {
  const claims = newClaims();
  provider.know(claims);
  return claims.email;
}

/** Presses a button of the provider's own page: the address of an account, or "Cancel". */
export async function chooseAtProvider(page: Page, choice: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Choose an account' })).toBeVisible();
  await page.getByRole('button', { name: choice }).click();
}
