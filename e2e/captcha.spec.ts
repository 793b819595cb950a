import type { Page } from '@playwright/test';
import { newCaptchaToken } from '../tests/harness/captcha-verifier';
import { client } from '../tests/harness/client';
import { linkIn } from '../tests/harness/mailbox';
import { newPerson, registeredPerson, registrationOf, signedInPerson, type Person } from '../tests/harness/people';
import type { TestServer } from '../tests/harness/server';
import { attack, captchaOf, test, tickOf } from './captcha-fixtures';
import { expect, expectAccessible, signIn, test as base } from './fixtures';
import { blockRecaptcha, expireRecaptcha, serveRecaptcha } from './recaptcha-stub';

async function fillRegistration(page: Page, person: Person): Promise<void> {
  await page.goto('/register');
  await page.getByLabel('First name').fill(person.first_name);
  await page.getByLabel('Last name').fill(person.last_name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByLabel('Confirm password', { exact: true }).fill(person.password);
}

const sendRegistration = (page: Page) => page.getByRole('button', { name: 'Create account' }).click();

async function attackedPerson(server: TestServer): Promise<Person> {
  const person = newPerson();
  expect((await client(server).post('/api/register', registrationOf(person))).status).toBe(201);
  await attack(server, person);
  return person;
}

async function fillSignIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

test.describe('registering', () => {
  test('without solving the captcha brings words by the captcha, and the focus', async ({ page }) => {
    await serveRecaptcha(page.context(), []);
    await fillRegistration(page, newPerson());
    await expect(tickOf(page)).toBeVisible();
    await expectAccessible(page);
    await sendRegistration(page);
    await expect(captchaOf(page)).toContainText('Solve the captcha.');
    await expect(captchaOf(page)).toBeFocused();
    await expect(page.getByLabel('E-mail')).toHaveValue(/@example\.com$/);
    await expectAccessible(page);
  });

  test('with a wrong answer draws it anew, and a right one passes', async ({ page, verifier }) => {
    const tokens = [newCaptchaToken('wrong'), newCaptchaToken()];
    await serveRecaptcha(page.context(), tokens);
    await fillRegistration(page, newPerson());
    await tickOf(page).check();
    await sendRegistration(page);
    await expect(captchaOf(page)).toContainText('Solve the captcha.');
    await expect(tickOf(page)).not.toBeChecked();
    await tickOf(page).check();
    await expect(captchaOf(page)).not.toContainText('Solve the captcha.');
    await sendRegistration(page);
    await expect(page).toHaveURL('/activation-page');
    expect(tokens.map(verifier.timesAsked)).toEqual([1, 1]);
  });

  test('sends each answer once, and says when one is too old', async ({ page }) => {
    await serveRecaptcha(page.context(), [newCaptchaToken(), newCaptchaToken()]);
    await fillRegistration(page, newPerson());
    await tickOf(page).check();
    await expireRecaptcha(page);
    await expect(captchaOf(page)).toContainText('solve the captcha once more');
    await tickOf(page).check();
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await sendRegistration(page);
    expect((await sent).postData()?.match(/g-recaptcha-response"/g)).toHaveLength(1);
    await expect(page).toHaveURL('/activation-page');
  });

  test('loads the widget under the policy of the page: no complaint, by its nonce', async ({ page }) => {
    await serveRecaptcha(page.context(), []);
    await page.goto('/login');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await expect(tickOf(page)).toBeVisible();
    const script = page.locator('script[src*="/recaptcha/api.js"]');
    expect(await script.evaluate((element: HTMLScriptElement) => element.nonce)).toMatch(/^[\w-]{22}$/);
  });

  test('leaves the widget in peace once it is there', async ({ page }) => {
    await page.clock.install();
    await serveRecaptcha(page.context(), []);
    await page.goto('/register');
    await expect(tickOf(page)).toBeVisible();
    await page.clock.fastForward('01:00');
    await expect(page.locator('script[src*="/recaptcha/api.js"]')).toHaveCount(1);
    await expect(tickOf(page)).toBeVisible();
  });

  test('without Google says so, keeps what was typed, and can try again', async ({ page, expectComplaints }) => {
    expectComplaints(/ERR_FAILED/);
    const person = newPerson();
    await blockRecaptcha(page.context());
    await fillRegistration(page, person);
    await expect(page.getByText('The captcha did not load.')).toBeVisible();
    await expectAccessible(page);
    await page.context().unroute('**/recaptcha/api.js*');
    await serveRecaptcha(page.context(), [newCaptchaToken()]);
    await captchaOf(page).getByRole('button', { name: 'Try again' }).click();
    await tickOf(page).check();
    await sendRegistration(page);
    await expect(page).toHaveURL('/activation-page');
  });

  test('while the verifier is away can be tried again', async ({ page, server }) => {
    server.expectErrors(/captcha_unavailable/);
    await serveRecaptcha(page.context(), [newCaptchaToken('broken'), newCaptchaToken()]);
    await fillRegistration(page, newPerson());
    await tickOf(page).check();
    await sendRegistration(page);
    await expect(captchaOf(page)).toContainText('once more in a moment');
    await tickOf(page).check();
    await sendRegistration(page);
    await expect(page).toHaveURL('/activation-page');
  });

  test('fits a screen of 320 pixels', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await serveRecaptcha(page.context(), []);
    await page.goto('/register');
    await expect(tickOf(page)).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const widget = await tickOf(page).locator('..').boundingBox();
    expect(widget?.width).toBe(164);
  });
});

test.describe('signing in', () => {
  test('asks for a captcha only after twenty wrong passwords, from then on, and lets in who solves it', async ({
    page,
    server,
  }) => {
    const person = await attackedPerson(server);
    await serveRecaptcha(page.context(), [newCaptchaToken(), newCaptchaToken()]);
    await page.goto('/login');
    await fillSignIn(page, person);
    await expect(captchaOf(page)).toHaveCount(0);
    await expect(page.locator('script[src*="/recaptcha/api.js"]')).toHaveCount(0);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(captchaOf(page)).toContainText('Solve the captcha to go on.');
    await expect(captchaOf(page)).toBeFocused();
    await expectAccessible(page);
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await tickOf(page).check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
    await expect(tickOf(page)).not.toBeChecked();
    await fillSignIn(page, person);
    await tickOf(page).check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL('/activation-page');
  });

  test('asks nobody else, and loads nothing from Google', async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(new URL(request.url()).host));
    await page.goto('/login');
    await fillSignIn(page, newPerson());
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
    expect(new Set(asked)).toEqual(new Set([new URL(page.url()).host]));
  });
});

test.describe('wherever else a password proves who it is, the owner of an attacked account gets through:', () => {
  async function solveWhenAsked(page: Page, button: string, retype: () => Promise<void>): Promise<void> {
    await expect(captchaOf(page)).toHaveCount(0);
    await page.getByRole('button', { name: button }).click();
    await expect(captchaOf(page)).toContainText('Solve the captcha to go on.');
    await retype();
    await tickOf(page).check();
    await page.getByRole('button', { name: button }).click();
  }

  test('activating by the code in another browser', async ({ page, server }) => {
    const person = await registeredPerson(server);
    await attack(server, person);
    await serveRecaptcha(page.context(), [newCaptchaToken()]);
    await page.goto('/activation-page');
    const fill = async () => {
      await fillSignIn(page, person);
      await page.getByLabel('Six-digit code').fill(person.code);
    };
    await fill();
    await solveWhenAsked(page, 'Activate my account', fill);
    await expect(page).toHaveURL('/dashboard');
  });

  test('activating by the link in another browser', async ({ page, server }) => {
    const person = await registeredPerson(server);
    await attack(server, person);
    await serveRecaptcha(page.context(), [newCaptchaToken()]);
    await page.goto(linkIn(person.mail).pathname);
    const fill = () => page.getByLabel('Password', { exact: true }).fill(person.password);
    await fill();
    await solveWhenAsked(page, 'Activate my account', fill);
    await expect(page).toHaveURL('/dashboard');
  });

  test('changing the password', async ({ page, server }) => {
    const person = await signedInPerson(server);
    await signIn(page, person);
    await attack(server, person);
    await serveRecaptcha(page.context(), [newCaptchaToken()]);
    await page.goto('/settings/password');
    const fill = async () => {
      await page.getByLabel('Current password', { exact: true }).fill(person.password);
      await page.getByLabel('New password', { exact: true }).fill('a wholly new sentence');
      await page.getByLabel('Confirm the new password', { exact: true }).fill('a wholly new sentence');
    };
    await fill();
    await solveWhenAsked(page, 'Change password', fill);
    await expect(page.getByText('Your password is changed.')).toBeVisible();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says that the captcha needs it', async ({ page }) => {
    await page.goto('/register');
    await expect(page.getByText('The captcha needs JavaScript.')).toBeVisible();
    await expect(page.getByText('Loading the captcha')).toBeHidden();
  });
});

base('where captcha is off, nothing of it is shown', async ({ page }) => {
  await page.goto('/register');
  await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible();
  await expect(page.getByText(/captcha/i)).toHaveCount(0);
});
