import { activatedPerson } from '../tests/harness/people';
import { expect, signIn, test } from './fixtures';

// asvs:14.3.1 asvs:14.3.2
test('after signing out, nothing brings a private page back', async ({ page, server }) => {
  const person = await activatedPerson(server, { first_name: 'Zebulon' });
  await signIn(page, person);
  await expect(page.getByRole('heading', { name: 'Welcome, Zebulon' })).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await expect(page).toHaveURL('/settings/profile');
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await expect(page).toHaveURL(/\/login\?notice=signed_out/);

  for (const go of [() => page.goBack(), () => page.goBack(), () => page.goForward(), () => page.reload()]) {
    await go();
    await expect(page).toHaveURL(/\/login/);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect(page.getByText(/Zebulon|This browser/)).toHaveCount(0);
  }
});
