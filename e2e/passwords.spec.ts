import type { Page } from '@playwright/test';
import { newPerson, signedInPerson } from '../tests/harness/people';
import { expect, expectAccessible, signIn, test } from './fixtures';

const COMMON = 'This is one of the most common passwords, or nearly one.';
const SIMILAR = 'Not your name or e-mail address';

const rule = (page: Page, hint: string) => page.getByRole('listitem').filter({ hasText: hint });

// asvs:6.2.4
test('what only the server knows about a password stands by the field, and goes with the next one', async ({
  page,
}) => {
  const person = newPerson();
  await page.goto('/register');
  await page.getByLabel('First name').fill(person.first_name);
  await page.getByLabel('Last name').fill(person.last_name);
  await page.getByLabel('E-mail').fill(person.email);
  const password = page.getByLabel('Password', { exact: true });
  const repeat = page.getByLabel('Confirm password', { exact: true });
  await password.fill('Sunsh1ne2024');
  await repeat.fill('Sunsh1ne2024');
  await expect(rule(page, 'At least 8 characters')).toHaveText(/Kept/);
  await expect(rule(page, SIMILAR)).toHaveText(/Kept/);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText(COMMON)).toBeVisible();
  await expect(password).toBeFocused();
  await expect(password).toHaveAccessibleDescription(new RegExp(COMMON));
  await expectAccessible(page);
  await password.fill(person.password);
  await repeat.fill(person.password);
  await expect(page.getByText(COMMON)).toBeHidden();
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL('/activation-page');
});

// asvs:6.2.2
test('changing a password shows live what is too much like the person, whom the form does not ask for', async ({
  page,
  server,
}) => {
  const person = await signedInPerson(server, { last_name: 'Featherstone' });
  await signIn(page, person);
  await page.goto('/settings/password');
  await page.getByLabel('New password', { exact: true }).fill('feather-st0ne');
  await expect(rule(page, SIMILAR)).not.toHaveText(/Kept/);
  await page.getByLabel('New password', { exact: true }).fill('a wholly new sentence');
  await expect(rule(page, SIMILAR)).toHaveText(/Kept/);
});
