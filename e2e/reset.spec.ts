import type { Page } from '@playwright/test';
import { client } from '../tests/harness/client';
import { linkIn, waitForMail } from '../tests/harness/mailbox';
import { activatedPerson, newPerson, registrationOf } from '../tests/harness/people';
import { askForReset, reset } from '../tests/harness/reset';
import type { TestServer } from '../tests/harness/server';
import { expect, expectAccessible, signIn, test } from './fixtures';

const FRESH = 'a wholly new sentence';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const sent = (page: Page) => page.getByRole('status').filter({ hasText: 'a mail with a link is on its way' });
const newPassword = (page: Page) => page.getByRole('textbox', { name: 'New password', exact: true });
const pathOf = (token: string) => `/reset_password/${token}`;

async function linkMailedTo(server: TestServer, email: string): Promise<string> {
  const mail = await waitForMail(server, email, ({ subject }) => subject === 'Set your Gatehouse password');
  return linkIn(mail, '/reset_password/').pathname;
}

async function choose(page: Page, password: string, again = password): Promise<void> {
  await newPassword(page).fill(password);
  await page.getByRole('textbox', { name: 'Confirm the new password' }).fill(again);
  await page.getByRole('button', { name: 'Set the new password' }).click();
}

async function expectChanged(page: Page): Promise<void> {
  await expect(page).toHaveURL('/login?notice=password_reset');
  await expect(page.getByText('Your password is set. Sign in with it.')).toBeVisible();
}

test('who has forgotten the password comes back in through the mailbox', async ({ page, server }) => {
  const { password: _forgotten, ...person } = await activatedPerson(server);
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page).toHaveURL('/forgot-password');
  await expect(page.getByLabel('E-mail')).toHaveValue(person.email);
  await expectAccessible(page);
  await page.getByLabel('E-mail').press('Enter');
  await expect(sent(page)).toContainText('holds for 30 minutes');
  await expect(sent(page)).toContainText('spam');
  await expectAccessible(page);

  await page.goto(await linkMailedTo(server, person.email));
  await expect(heading(page)).toHaveText('Set your password');
  await expectAccessible(page);
  await choose(page, '12345678', 'something else');
  await expect(newPassword(page)).toBeFocused();
  await expect(page.getByText('The two passwords are not the same.')).toBeVisible();
  await expectAccessible(page);
  // What is like their own names and address only the server can say, and it does so at the field.
  await choose(page, person.email);
  await expect(newPassword(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(newPassword(page)).toBeFocused();
  await expectAccessible(page);
  await choose(page, FRESH);
  await expectChanged(page);
  await expectAccessible(page);
  await signIn(page, { ...person, password: FRESH });
});

test('an address that nobody has is answered in the same words, and a slip of it is named at the field', async ({
  page,
}) => {
  await page.goto('/forgot-password');
  const email = page.getByLabel('E-mail');
  await email.fill('nobody');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(email).toHaveAccessibleDescription(/Enter an e-mail address/);
  await expect(email).toBeFocused();
  await expectAccessible(page);
  await email.fill(newPerson().email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(sent(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send another link' })).toBeVisible();
});

test('a fourth request is told how long to wait; another address need not', async ({ page }) => {
  await page.goto('/forgot-password');
  await page.getByLabel('E-mail').fill(newPerson().email);
  for (let n = 1; n <= 4; n += 1) {
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.getByRole('button', { name: /^Send/ }).click();
    await answered;
    await expect(page.getByRole('button', { name: 'Sending…' })).toBeHidden();
  }
  await expect(page.getByRole('alert').filter({ hasText: 'Try again in 15 minutes.' })).toBeFocused();
  await expect(page.getByRole('button', { name: /Send .*\(1[45]:\d\d\)/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('E-mail').fill(newPerson().email);
  await page.getByRole('button', { name: /^Send [^(]*$/ }).click();
  await expect(sent(page)).toBeVisible();
});

// asvs:14.2.1 asvs:3.4.5
test('a link waits to be used, shows whose it is to nobody, and once used says so', async ({ page, server }) => {
  const { email } = await activatedPerson(server);
  const { token } = await askForReset(server, email);
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) elsewhere.push(request.url());
  });
  for (let n = 1; n <= 3; n += 1) {
    const answer = await page.goto(pathOf(token));
    const headers = answer?.headers() ?? {};
    expect(headers['referrer-policy']).toBe('strict-origin');
    expect(headers['cache-control']).toContain('no-store');
    await expect(heading(page)).toHaveText('Set your password');
    expect(await page.content()).not.toContain(email);
  }
  await page.waitForLoadState('networkidle');
  expect(elsewhere).toEqual([]);
  await choose(page, FRESH);
  await expectChanged(page);

  await page.goto(pathOf(token));
  await expect(heading(page)).toHaveText('This link no longer works');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Ask for a new link' }).click();
  await expect(page).toHaveURL('/forgot-password');
});

test('a link that ends while its page is open is told at the form', async ({ page, server }) => {
  const { email } = await activatedPerson(server);
  const { token } = await askForReset(server, email);
  await page.goto(pathOf(token));
  await reset(client(server), token, 'another sentence altogether');
  await choose(page, FRESH);
  await expect(page.getByRole('alert').filter({ hasText: 'This link no longer works.' })).toBeFocused();
  await expectAccessible(page);
});

test('somebody signed in is signed out by it, and starts from their own address', async ({ page, server }) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  await page.goto('/forgot-password');
  await expect(page.getByLabel('E-mail')).toHaveValue(person.email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.goto(await linkMailedTo(server, person.email));
  await choose(page, FRESH);
  await expectChanged(page);
  await page.goto('/dashboard');
  await expect(page).toHaveURL(/\/login\?next=/);
});

test('who waits to be activated may use a link, and is active then', async ({ page, server }) => {
  const person = newPerson();
  await client(server).post('/api/register', registrationOf(person));
  await signIn(page, person, '/activation-page');
  const { token } = await askForReset(server, person.email);
  await page.goto(pathOf(token));
  await choose(page, FRESH);
  await expectChanged(page);
  await signIn(page, { ...person, password: FRESH });
});

test('who has no password is offered their first one in the settings', async ({ page, server }) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  await server.database.query('DELETE FROM credentials WHERE user_id = (SELECT id FROM users WHERE email = $1)', [
    person.email,
  ]);
  await page.goto('/settings/connections');
  await page.getByRole('main').getByRole('link', { name: 'Set one' }).click();
  await expect(page).toHaveURL('/settings/password');
  await expect(page.getByRole('textbox', { name: 'Current password' })).toBeHidden();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  await expect(sent(page)).toBeVisible();
  await expectAccessible(page);
  await page.goto(await linkMailedTo(server, person.email));
  await choose(page, FRESH);
  await expectChanged(page);
  await signIn(page, { ...person, password: FRESH });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the whole way through the mailbox is open, and says what is wrong', async ({ page, server }) => {
    const person = await activatedPerson(server);
    await page.goto('/login');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(sent(page)).toBeVisible();
    const path = await linkMailedTo(server, person.email);
    await page.goto(path);
    await choose(page, '12345678', 'x');
    await expect(newPassword(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(newPassword(page)).toHaveValue('');
    await choose(page, FRESH);
    await expectChanged(page);
    await page.goto(path);
    await expect(heading(page)).toHaveText('This link no longer works');
    await signIn(page, { ...person, password: FRESH });
  });
});
