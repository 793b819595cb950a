import type { Browser, Page } from '@playwright/test';
import { SAFARI_ON_IOS } from '../tests/harness/agents';
import { nextAddress } from '../tests/harness/client';
import { activatedPerson, type Person } from '../tests/harness/people';
import type { TestServer } from '../tests/harness/server';
import { expect, expectAccessible, outermostEdge, signIn, test } from './fixtures';

/** A page of another browser of the same person: Safari on an iPhone, as far as the server is told. */
async function signInElsewhere(browser: Browser, server: TestServer, person: Person): Promise<Page> {
  const extraHTTPHeaders = { 'x-forwarded-for': nextAddress() };
  const context = await browser.newContext({ baseURL: server.url, userAgent: SAFARI_ON_IOS, extraHTTPHeaders });
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

async function openSessions(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page).toHaveURL('/settings/sessions');
}

const sessions = (page: Page) => page.getByRole('main').getByRole('listitem').filter({ hasText: 'Signed in on' });
const endPhone = (page: Page) => page.getByRole('button', { name: 'Sign out Safari on iOS' });

async function expectSignedOut(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
}

test('a person sees where they are signed in, ends one session, and that browser is out with its next click', async ({
  page,
  server,
  browser,
}) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  const phone = await signInElsewhere(browser, server, person);
  await openSessions(page);
  await expect(sessions(page)).toHaveCount(2);
  await expect(sessions(page).first()).toContainText('This one');
  await expect(sessions(page).last()).toContainText(/Safari on iOS.*Last seen.*10\.\d+\.\d+\.\d+/s);
  await expectAccessible(page);

  await endPhone(page).click();
  await expect(page.locator(':focus')).toHaveText('That session has ended.');
  await expect(sessions(page)).toHaveCount(1);
  await expectAccessible(page);
  await expectSignedOut(phone);
  await phone.context().close();
});

test('a session that has ended meanwhile is said to have, and is gone from the list', async ({
  page,
  server,
  browser,
}) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  const phone = await signInElsewhere(browser, server, person);
  await openSessions(page);
  await phone.getByRole('button', { name: 'Sign out' }).click();
  await expect(phone.getByText('You are signed out.')).toBeVisible();
  await phone.context().close();

  await endPhone(page).click();
  await expect(page.getByText('That session had ended already.')).toBeVisible();
  await expect(sessions(page)).toHaveCount(1);
});

test('all other sessions end at once, after a word about what that means', async ({ page, server, browser }) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  const others = [await signInElsewhere(browser, server, person), await signInElsewhere(browser, server, person)];
  await openSessions(page);
  await expect(sessions(page)).toHaveCount(3);
  await page.getByText('Sign out all other sessions').press('Enter');
  await expect(page.getByText('You stay signed in here.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Sign out 2 other sessions' }).press('Enter');
  await expect(page.locator(':focus')).toHaveText('2 other sessions have ended.');
  await expect(sessions(page)).toHaveCount(1);
  await expect(page.getByText('Sign out all other sessions')).toBeHidden();
  for (const other of others) {
    await expectSignedOut(other);
    await other.context().close();
  }
  await page.goto('/dashboard');
  await expect(page).toHaveURL('/dashboard');
});

test('this session ends from the list as it does from the header', async ({ page, server }) => {
  await signIn(page, await activatedPerson(server));
  await openSessions(page);
  await sessions(page).getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/login?notice=signed_out');
});

test('the settings fit a narrow screen, mark where one is, and are accessible in light and dark', async ({
  page,
  server,
}) => {
  await signIn(page, await activatedPerson(server));
  await page.setViewportSize({ width: 320, height: 640 });
  for (const [name, path] of [
    ['Profile', '/settings/profile'],
    ['Sessions', '/settings/sessions'],
    ['Password', '/settings/password'],
    ['Connections', '/settings/connections'],
    ['Activity', '/settings/activity'],
  ] as const) {
    await page.goto(path);
    await expect(page).toHaveTitle(`${name} · Gatehouse`);
    await expect(page.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'true');
    await expect(page.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
    expect(await outermostEdge(page)).toBeLessThanOrEqual(320);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(page);
    }
  }
});

/** Fills the form at /settings/password and sends it. */
async function changePassword(page: Page, current: string, fresh: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Current password' }).fill(current);
  await page.getByRole('textbox', { name: 'New password', exact: true }).fill(fresh);
  await page.getByRole('textbox', { name: 'Confirm the new password' }).fill(fresh);
  await page.getByRole('button', { name: 'Change password' }).click();
}

// asvs:6.2.2 asvs:6.2.3
test('a new password signs the others out, and a wrong current one changes nothing', async ({
  page,
  server,
  browser,
}) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  const phone = await signInElsewhere(browser, server, person);
  await page.goto('/settings/password');
  await changePassword(page, 'not the right one', 'a wholly new sentence');
  const current = page.getByRole('textbox', { name: 'Current password' });
  await expect(current).toHaveAccessibleDescription(/The current password is not right\./);
  await expect(current).toBeFocused();
  await expectAccessible(page);
  await changePassword(page, person.password, 'a wholly new sentence');
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  for (const name of ['Current password', 'New password', 'Confirm the new password']) {
    await expect(page.getByRole('textbox', { name, exact: true })).toHaveValue('');
  }
  await expect(page.getByText('Kept:')).toHaveCount(0);
  await expectAccessible(page);
  await phone.goto('/dashboard');
  await expect(phone).toHaveURL(/\/login\?next=.*notice=session_ended/);
  await expect(phone.getByText('Your session has ended.')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('one session ends, then all the others', async ({ page, server, browser }) => {
    const person = await activatedPerson(server);
    await signIn(page, person);
    const phones = [await signInElsewhere(browser, server, person), await signInElsewhere(browser, server, person)];
    await openSessions(page);
    await endPhone(page).first().click();
    await expect(page.getByText('That session has ended.')).toBeVisible();
    await expect(sessions(page)).toHaveCount(2);

    await page.getByText('Sign out all other sessions').click();
    await page.getByRole('button', { name: 'Sign out the other session' }).click();
    await expect(sessions(page)).toHaveCount(1);
    for (const phone of phones) {
      await expectSignedOut(phone);
      await phone.context().close();
    }
  });
});
