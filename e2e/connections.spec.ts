import type { Page } from '@playwright/test';
import { type OpenIdProvider, startOpenIdProvider } from '../tests/harness/openid-provider';
import { activatedPerson, newPerson, type Person } from '../tests/harness/people';
import { startServer } from '../tests/harness/server';
import { expect, expectAccessible, test as base } from './fixtures';

/** `test` with an OpenID provider in Google's place, that knows whomever a test lets it know. */
const test = base.extend<object, { google: OpenIdProvider }>({
  google: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted.
    async ({}, provide) => {
      const google = await startOpenIdProvider();
      await provide(google);
      await google.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ google }, provide) => {
      const server = await startServer({ env: google.settings });
      await provide(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** Gives a person an account at the provider; answers its address there. */
function accountOf({ email, first_name, last_name }: Person, google: OpenIdProvider): string {
  const address = email.replace('@', '.at.google@');
  google.know({ sub: address, email: address, email_verified: true, given_name: first_name, family_name: last_name });
  return address;
}

async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/dashboard');
}

/** Asks to connect Google, and presses a button of Google's own page. */
async function connect(page: Page, choice: string): Promise<void> {
  await page.getByRole('button', { name: 'Connect Google' }).click();
  await page.getByRole('button', { name: choice }).click();
}

test('a person connects Google, and disconnects it again', async ({ page, server, google }) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Connections' }).click();
  await expectAccessible(page);
  const address = accountOf(person, google);
  await connect(page, address);
  await expect(page).toHaveURL('/settings/connections');
  await expect(page.getByText(address)).toBeVisible();
  await page.getByRole('button', { name: 'Disconnect Google' }).click();
  await expect(page.locator(':focus')).toHaveText('Google is disconnected.');
  await expectAccessible(page);
});

test('who has no other way in is told to set a password first', async ({ page, google }) => {
  const address = accountOf(newPerson(), google);
  await page.goto('/login');
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await page.getByRole('button', { name: address }).click();
  await expect(page).toHaveURL('/dashboard');
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Disconnect Google' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Set a password first.' })).toBeFocused();
  await expect(page.getByText(address)).toBeVisible();
  await expectAccessible(page);
});

test('who turns back at Google is told that nothing has changed', async ({ page, server }) => {
  await signIn(page, await activatedPerson(server));
  await page.goto('/settings/connections');
  await connect(page, 'Cancel');
  await expect(page.getByText('nothing has changed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect Google' })).toBeVisible();
  await expectAccessible(page);
});
