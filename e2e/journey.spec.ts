import type { Page } from '@playwright/test';
import { codeIn, linkIn, waitForMail } from '../tests/harness/mailbox';
import { newPerson, type Person } from '../tests/harness/people';
import type { TestServer } from '../tests/harness/server';
import { expect, expectAccessible, signIn, test } from './fixtures';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function fillRegistration(page: Page, person: Person): Promise<void> {
  await page.getByLabel('First name').fill(person.first_name);
  await page.getByLabel('Last name').fill(person.last_name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByLabel('Confirm password', { exact: true }).fill(person.password);
}

async function register(page: Page, person: Person): Promise<void> {
  await page.goto('/register');
  await fillRegistration(page, person);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL('/activation-page');
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Six-digit code').fill(code);
  await page.getByRole('button', { name: 'Activate my account' }).click();
}

async function followLink(page: Page, link: URL): Promise<void> {
  await page.goto(link.pathname);
  await page.getByRole('button', { name: 'Activate my account' }).click();
}

async function expectDashboard(page: Page, person: Person): Promise<void> {
  await expect(page).toHaveURL('/dashboard');
  await expect(heading(page)).toContainText(person.first_name);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto('/dashboard');
  await expect(page).toHaveURL(/\/login\?next=/);
}

async function takeCodeFromMailbox(page: Page, server: TestServer, person: Person): Promise<string> {
  const mail = await waitForMail(server, person.email);
  await page.getByRole('link', { name: 'mailbox' }).click();
  await expect(heading(page)).toHaveText('Mailbox');
  await expectAccessible(page);
  await page.getByRole('link', { name: person.email }).click();
  await expect(heading(page)).toHaveText(mail.subject);
  await expect(page.frameLocator('iframe').getByText(person.first_name).first()).toBeVisible();
  await page.getByRole('link', { name: 'Text', exact: true }).click();
  await expect(page.getByRole('main')).toContainText(codeIn(mail));
  return codeIn(mail);
}

test('a stranger registers, reads the mail, types the code, and comes back another day', async ({
  page,
  server,
  expectComplaints,
}) => {
  // The mail is shown in a sandbox without scripts, where the test's own looks around.
  expectComplaints(/Blocked script execution in 'about:srcdoc'/);
  const person = newPerson();
  await page.goto('/');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect(page).toHaveURL('/register');
  await expectAccessible(page);
  await fillRegistration(page, person);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL('/activation-page');
  await expectAccessible(page);

  const code = await takeCodeFromMailbox(page, server, person);
  await page.goto('/activation-page');
  await typeCode(page, code);
  await expectDashboard(page, person);
  await expectAccessible(page);

  await signOut(page);
  await expectAccessible(page);
  await signIn(page, person);
  await expectDashboard(page, person);
});

test('the link of the mail does the same, and waits to be pressed', async ({ page, server }) => {
  const person = newPerson();
  await register(page, person);
  const link = linkIn(await waitForMail(server, person.email));
  await page.goto(link.pathname);
  await expectAccessible(page);
  await followLink(page, link);
  await expectDashboard(page, person);
  await signOut(page);
  await signIn(page, person);
  await expectDashboard(page, person);
});

test('another browser is asked for the password before the link activates', async ({ page, server, browser }) => {
  const person = newPerson();
  await register(page, person);
  const link = linkIn(await waitForMail(server, person.email));
  const context = await browser.newContext({ baseURL: server.url });
  const elsewhere = await context.newPage();
  await elsewhere.goto(link.pathname);
  await expectAccessible(elsewhere);
  await elsewhere.getByLabel('Password', { exact: true }).fill(person.password);
  await elsewhere.getByRole('button', { name: 'Activate my account' }).click();
  await expectDashboard(elsewhere, person);
  await context.close();
});

test('who is not activated is kept on the activation page', async ({ page, server }) => {
  const person = newPerson();
  await register(page, person);
  await signIn(page, person, '/activation-page');
  await page.goto('/dashboard');
  await expect(page).toHaveURL('/activation-page');
  await typeCode(page, codeIn(await waitForMail(server, person.email)));
  await expectDashboard(page, person);
});

// asvs:6.2.6 asvs:6.2.7
test('a password is hidden until it is shown, and may be pasted or filled in', async ({ page }) => {
  await page.goto('/register');
  const field = page.getByLabel('Password', { exact: true });
  await expect(field).toHaveAttribute('type', 'password');
  await expect(field).toHaveAttribute('autocomplete', 'new-password');
  const isPrevented = await field.evaluate(
    (input) => !input.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true })),
  );
  expect(isPrevented).toBe(false);
  await field.fill('pasted from elsewhere');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await expect(field).toHaveValue('pasted from elsewhere');
});

test('a form says at the field what is wrong with it', async ({ page }) => {
  await page.goto('/register');
  await fillRegistration(page, { ...newPerson(), email: 'nobody' });
  await page.getByRole('button', { name: 'Create account' }).click();
  const email = page.getByLabel('E-mail');
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toHaveAccessibleDescription(/e-mail address/i);
  await expect(email).toBeFocused();
  await expectAccessible(page);
});

// asvs:3.7.5
test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the code opens the account', async ({ page, server }) => {
    const person = newPerson();
    await register(page, person);
    await typeCode(page, codeIn(await waitForMail(server, person.email)));
    await expectDashboard(page, person);
    await signOut(page);
    await signIn(page, person);
    await expectDashboard(page, person);
  });

  test('the link opens the account', async ({ page, server }) => {
    const person = newPerson();
    await register(page, person);
    await followLink(page, linkIn(await waitForMail(server, person.email)));
    await expectDashboard(page, person);
  });

  test('a wrong password is answered at the form, and never comes back in it', async ({ page }) => {
    const person = newPerson();
    await signIn(page, person, '/login');
    await expect(page.getByRole('alert')).toContainText('Check both and try again.');
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
    expect(await page.content()).not.toContain(person.password);
  });
});
