import type { Page } from '@playwright/test';
import { activatedPerson } from '../tests/harness/people';
import { expect, expectAccessible, signIn } from './fixtures';
import { chooseAtProvider, someoneAt, test } from './google-fixtures';

/** Asks to connect Google, and presses a button of Google's own page. */
async function connect(page: Page, choice: string): Promise<void> {
  await page.getByRole('button', { name: 'Connect Google' }).click();
  await chooseAtProvider(page, choice);
}

test('a person connects an account with another address, and disconnects it', async ({ page, server, provider }) => {
  await signIn(page, await activatedPerson(server));
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page).toHaveURL('/settings/connections');
  await expectAccessible(page);
  const address = someoneAt(provider);
  await connect(page, address);
  await expect(page).toHaveURL('/settings/connections');
  await expect(page.getByText(address)).toBeVisible();
  await page.getByRole('button', { name: 'Disconnect Google' }).click();
  await expect(page.locator(':focus')).toHaveText('Google is disconnected.');
  await expectAccessible(page);
});

test('who has no other way in is told to set a password first', async ({ page, provider }) => {
  const address = someoneAt(provider);
  await page.goto('/login');
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await chooseAtProvider(page, address);
  await expect(page).toHaveURL('/dashboard');
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Disconnect Google' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Set a password first.' })).toBeFocused();
  await expect(page.getByText(address)).toBeVisible();
  await expectAccessible(page);
});

test('who signed in a while ago is asked to do so again before another way in is added', async ({ page, server }) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  // As if it had been a quarter of an hour ago, to a process that has nothing cached.
  const { rowCount } = await server.database.query(
    `UPDATE sessions s SET created_at = s.created_at - interval '15 minutes'
       FROM users u WHERE u.id = s.user_id AND u.email = $1`,
    [person.email],
  );
  expect(rowCount, 'this session').toBe(1);
  // Nothing of the page is to ask for anything while the server is away.
  await page.goto('about:blank');
  await server.restart();
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Connect Google' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'sign out and in again first' })).toBeVisible();
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

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a person connects Google, and disconnects it, all the same', async ({ page, server, provider }) => {
    await signIn(page, await activatedPerson(server));
    await page.goto('/settings/connections');
    const address = someoneAt(provider);
    await connect(page, address);
    await expect(page).toHaveURL('/settings/connections');
    await expect(page.getByText(address)).toBeVisible();
    await page.getByRole('button', { name: 'Disconnect Google' }).click();
    await expect(page.getByRole('button', { name: 'Connect Google' })).toBeVisible();
  });
});
