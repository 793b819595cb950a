import type { Page } from '@playwright/test';
import { build } from 'vite';
import { activatedPerson } from '../tests/harness/people';
import { expect, expectAccessible, signIn } from './fixtures';
import { chooseAtProvider, someoneAt, test } from './google-fixtures';

test.afterEach(({ provider }) => provider.behave('up'));

async function comeAndGo(page: Page, account: string): Promise<void> {
  await page.goto('/login?next=%2Fdashboard%3Ffrom%3Dgoogle');
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await chooseAtProvider(page, account);
  await expect(page).toHaveURL('/dashboard?from=google');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ada');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto('/dashboard');
  await expect(page).toHaveURL(/\/login\?next=/);
}

test('somebody comes in with Google, to where they wanted, and goes out again', async ({ page, provider }) => {
  await page.goto('/login');
  await expectAccessible(page);
  await comeAndGo(page, someoneAt(provider));
});

test('the page to register offers the same', async ({ page, provider }) => {
  const account = someoneAt(provider);
  await page.goto('/register');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await chooseAtProvider(page, account);
  await expect(page).toHaveURL('/dashboard');
});

test('who goes back at Google reads why they are here again', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await chooseAtProvider(page, 'Cancel');
  await expect(page.getByRole('alert').filter({ hasText: 'You did not finish there' })).toBeVisible();
  await expectAccessible(page);
});

test('while Google is away, the page says so', async ({ page, provider }) => {
  provider.behave('down');
  await page.goto('/login');
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The other site cannot be reached' })).toBeVisible();
  await expect(page).toHaveURL('/login?error=ProviderUnavailable');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('Google lets in all the same', async ({ page, provider }) => {
    await comeAndGo(page, someoneAt(provider));
  });
});

/** The island as one script. */
async function bundledIsland(): Promise<string> {
  const bundled = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' },
    build: { write: false, lib: { entry: 'e2e/session-island.tsx', formats: ['iife'], name: 'island' } },
  });
  const [{ output } = { output: [] }] = Array.isArray(bundled) ? bundled : [];
  const [script] = output;
  return script?.type === 'chunk' ? script.code : '';
}

test('useSession() and signOut() of next-auth see and end the session that a password opened', async ({
  page,
  server,
}) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  // As the test's own script: the page's policy would refuse it any other way.
  await page.evaluate(await bundledIsland());
  const island = page.getByRole('complementary', { name: 'Island' });
  await expect(island).toContainText(`authenticated: ${person.email}, active`);
  const before = await page.context().cookies();
  const looked = page.waitForResponse(
    (answer) => answer.url().endsWith('/api/auth/session') && answer.request().method() === 'POST',
  );
  await island.getByRole('button', { name: 'Look again' }).click();
  expect((await looked).status()).toBe(200);
  const sessionOf = (cookies: typeof before) => cookies.filter(({ name }) => name.endsWith('_token'));
  expect(sessionOf(await page.context().cookies())).toEqual(sessionOf(before));
  await expect(island).toContainText('authenticated');
  await island.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto('/dashboard');
  await expect(page).toHaveURL(/\/login\?next=/);
});
