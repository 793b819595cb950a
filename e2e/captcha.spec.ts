import type { Page } from '@playwright/test';
import { newCaptchaToken, startCaptchaVerifier, type CaptchaVerifier } from '../tests/harness/captcha-verifier';
import { client, nextAddress } from '../tests/harness/client';
import { newPerson, registrationOf, type Person } from '../tests/harness/people';
import { startServer, type TestServer } from '../tests/harness/server';
import { expect, expectAccessible, test as base } from './fixtures';
import { blockRecaptcha, expireRecaptcha, serveRecaptcha } from './recaptcha-stub';

const TRIES_BEFORE_CAPTCHA = 20;

/** `test` with captcha on, and a verifier in Google's place. */
const test = base.extend<object, { verifier: CaptchaVerifier }>({
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

const captchaOf = (page: Page) => page.getByRole('group', { name: 'Captcha' });
const tickOf = (page: Page) => captchaOf(page).getByRole('checkbox');

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
  const { email } = person;
  const form = { ...registrationOf(person), 'g-recaptcha-response': newCaptchaToken() };
  expect((await client(server).post('/api/register', form)).status).toBe(201);
  for (let n = 0; n < TRIES_BEFORE_CAPTCHA; n += 1) {
    await client(server, { ip: nextAddress() }).post('/api/login', { email, password: 'wrong' });
  }
  return person;
}

async function fillSignIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
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
