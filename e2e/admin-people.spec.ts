import type { Browser, Page } from '@playwright/test';
import { nextAddress } from '../tests/harness/client';
import { linkIn, waitForMail } from '../tests/harness/mailbox';
import { activatedPerson, newPerson, type Person } from '../tests/harness/people';
import { type PersonWithRoles, personWithRoles } from '../tests/harness/roles';
import type { TestServer } from '../tests/harness/server';
import { expect, expectAccessible, signIn, test } from './fixtures';

/** Somebody whose name nobody else has. */
async function somebody(server: TestServer, last_name: string): Promise<Person & { id: string }> {
  const person = await activatedPerson(server, { last_name });
  return { ...person, id: await idOf(server, person) };
}

async function idOf(server: TestServer, { email }: Pick<Person, 'email'>): Promise<string> {
  const { rows } = await server.database.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
  return rows[0]?.id ?? '';
}

async function administrator(page: Page, server: TestServer): Promise<PersonWithRoles> {
  const admin = await personWithRoles(server, ['admin', 'member']);
  await signIn(page, admin);
  return admin;
}

async function signInElsewhere(browser: Browser, server: TestServer, person: Person): Promise<Page> {
  const extraHTTPHeaders = { 'x-forwarded-for': nextAddress() };
  const page = await (await browser.newContext({ baseURL: server.url, extraHTTPHeaders })).newPage();
  await signIn(page, person);
  return page;
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByLabel('Name or e-mail').fill(text);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(new RegExp(`search=${text}`));
}

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const heading = (page: Page) => page.getByRole('heading', { level: 2 });
const focused = (page: Page) => page.locator(':focus');

test('an administrator finds somebody, names them anew and gives them a role', async ({ page, server }) => {
  const person = await somebody(server, 'Findling');
  await administrator(page, server);
  await page.getByRole('link', { name: 'Administration' }).click();
  await expect(page).toHaveURL('/admin/users');
  await search(page, 'Findling');
  await page.getByRole('link', { name: 'Robin Findling' }).click();
  await expect(page).toHaveURL(`/admin/users/${person.id}`);
  await expect(card(page, 'What is known')).toContainText(person.email);

  const names = card(page, 'Names');
  await names.getByLabel('Last name').fill('');
  await names.getByRole('button').click();
  await expect(names.getByLabel('Last name')).toBeFocused();
  await expect(names.getByLabel('Last name')).toHaveAccessibleDescription(/Enter a name\./);
  await names.getByLabel('Last name').fill('Foundling');
  await names.getByRole('button').click();
  await expect(focused(page)).toHaveText('The names are changed.');
  await expect(heading(page)).toHaveText('Robin Foundling');

  await page.getByLabel('manager', { exact: true }).check();
  await page.getByRole('button', { name: 'Change the roles' }).click();
  await expect(focused(page)).toHaveText('The roles are changed, from their next click on.');
  await expect(card(page, 'What is known')).toContainText('manager');
  await expect(card(page, 'Latest events').getByRole('listitem').first()).toContainText('by Robin Marsh');
});

test('who is suspended is out with their next click, comes back when restored, and can be signed out', async ({
  page,
  server,
  browser,
}) => {
  const person = await somebody(server, 'Pendulum');
  const admin = await administrator(page, server);
  const theirs = await signInElsewhere(browser, server, person);
  await page.goto(`/admin/users/${person.id}`);
  const suspension = card(page, 'Suspension');
  await suspension.getByLabel('Reason').fill('Lost their laptop');
  await suspension.getByLabel('Until').fill('2020-01-31T12:30');
  await suspension.getByRole('button', { name: 'Suspend' }).click();
  await expect(suspension.getByLabel('Until')).toHaveAccessibleDescription(/Choose a time to come\./);
  await expect(suspension.getByLabel('Until')).toBeFocused();
  await suspension.getByLabel('Until').fill('2099-01-31T12:30');
  await suspension.getByRole('button', { name: 'Suspend' }).click();
  await expect(focused(page)).toHaveText('They are suspended, and signed out everywhere.');
  await expect(card(page, 'What is known')).toContainText(
    /Suspended.*Until 31 January 2099 at 12:30 UTC\..*Reason: Lost their laptop/s,
  );
  await expectAccessible(page);
  await expectSignedOut(theirs);

  await suspension.getByRole('button', { name: 'Restore' }).click();
  await expect(focused(page)).toHaveText('They are restored: they can sign in again.');
  await signIn(theirs, person);
  await page.getByText('Sign out everywhere').click();
  await page.getByRole('button', { name: 'End all their sessions' }).click();
  await expect(focused(page)).toHaveText('One session has ended.');
  await expectSignedOut(theirs);
  await theirs.context().close();

  // The last administrator stays: there is nothing to press on their own page.
  await page.goto(`/admin/users/${admin.id}`);
  await expect(page.getByText('This is your own account.')).toBeVisible();
  for (const name of ['Suspension', 'Roles', 'Manager', 'Deletion']) await expect(card(page, name)).toHaveCount(0);
});

test('who is invited follows the link of the mail, and gets in', async ({ page, server, browser }) => {
  const guest = newPerson({ first_name: 'Ines', last_name: 'Invited' });
  await administrator(page, server);
  await page.goto('/admin/users');
  await page.getByRole('link', { name: 'Invite somebody' }).click();
  await page.getByLabel('First name').fill(guest.first_name);
  await page.getByLabel('Last name').fill(guest.last_name);
  await page.getByLabel('E-mail').fill('nobody');
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/Enter an e-mail address/);
  await expectAccessible(page);
  await page.getByLabel('E-mail').fill(guest.email);
  await page.getByLabel('manager', { exact: true }).check();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page).toHaveURL(/\/admin\/users\/[\da-f-]+\?notice=invited/);
  await expect(focused(page)).toHaveText('The invitation is on its way.');
  await expect(card(page, 'What is known')).toContainText('Not activated');

  const extraHTTPHeaders = { 'x-forwarded-for': nextAddress() };
  const theirs = await (await browser.newContext({ baseURL: server.url, extraHTTPHeaders })).newPage();
  await theirs.goto(linkIn(await waitForMail(server, guest.email), '/reset_password/').pathname);
  await theirs.getByRole('textbox', { name: 'New password', exact: true }).fill(guest.password);
  await theirs.getByRole('textbox', { name: 'Confirm the new password' }).fill(guest.password);
  await theirs.getByRole('button', { name: 'Set the new password' }).click();
  await expect(theirs).toHaveURL('/login?notice=password_reset');
  await signIn(theirs, guest);
  await expect(theirs.getByRole('link', { name: 'Administration' })).toBeVisible();
  await theirs.context().close();
});

test('who is chosen as manager is above somebody, never below, and is deleted after a word about what that means', async ({
  page,
  server,
}) => {
  const above = await somebody(server, 'Overton');
  const below = await somebody(server, 'Underwood');
  await administrator(page, server);
  await page.goto(`/admin/users/${below.id}`);
  await page.getByRole('link', { name: 'Choose a manager' }).click();
  await search(page, 'Overton');
  await page.getByRole('button', { name: 'Choose Robin Overton' }).click();
  await expect(focused(page)).toHaveText('They have another manager now.');
  await card(page, 'What is known').getByRole('link', { name: 'Robin Overton' }).click();
  await expect(heading(page)).toHaveText('Robin Overton');

  await page.goto(`/admin/users/${above.id}/manager?search=Underwood`);
  await page.getByRole('button', { name: 'Choose Robin Underwood' }).click();
  await expect(focused(page)).toContainText('nobody is above themselves');
  await page.getByRole('link', { name: 'Back without a change' }).click();
  await page.getByText('Delete the account').click();
  await expect(page.getByText('This cannot be taken back.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete Robin Overton for good' }).click();
  await expect(focused(page)).toContainText('The account and all that was theirs is deleted.');
  await search(page, 'Overton');
  await expect(page.getByText('Nobody whom you may see fits this search.')).toBeVisible();
  await page.goto(`/admin/users/${below.id}`);
  await expect(page.getByText('They have no manager.')).toBeVisible();
});

test('a manager is offered what they may do to those below them, and nothing with others', async ({
  page,
  server,
  expectComplaints,
}) => {
  expectComplaints(/40[34]/);
  const manager = await personWithRoles(server, ['manager', 'member']);
  const below = await somebody(server, 'Beneath');
  const stranger = await somebody(server, 'Elsewhere');
  await server.database.query('UPDATE users SET manager_id = $1 WHERE id = $2', [manager.id, below.id]);
  await signIn(page, manager);
  await page.goto('/admin');
  await expect(page).toHaveURL('/admin/users');
  await expect(page.getByRole('navigation', { name: 'Administration' }).getByRole('link')).toHaveText(['People']);
  await expect(page.getByRole('link', { name: 'Invite somebody' })).toHaveCount(0);

  await page.goto(`/admin/users/${below.id}`);
  for (const name of ['Names', 'Manager', 'Suspension']) await expect(card(page, name)).toBeVisible();
  for (const name of ['Roles', 'Deletion', 'Latest events']) await expect(card(page, name)).toHaveCount(0);
  await page.getByText('Send a link for a new password').click();
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(focused(page)).toHaveText('A link for a new password is on its way.');
  await page.goto(`/admin/users/${stranger.id}`);
  await expect(card(page, 'What is known')).toContainText(stranger.email);
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);

  for (const path of [`/admin/users/${stranger.id}/manager`, '/admin/users/new']) {
    expect((await page.goto(path))?.status()).toBe(403);
    await expect(page.getByRole('heading', { name: 'This gate stays closed for you' })).toBeVisible();
  }
  expect((await page.goto('/admin/users/nobody'))?.status()).toBe(404);
});

test('without a permission there is no administration, and a stranger signs in first', async ({
  page,
  server,
  expectComplaints,
}) => {
  expectComplaints(/403/);
  await page.goto('/admin/users?status=active');
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent('/admin/users?status=active')}`);
  await signIn(page, await activatedPerson(server));
  await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0);
  for (const path of ['/admin', '/admin/users']) {
    expect((await page.goto(path))?.status()).toBe(403);
    await expect(page.getByRole('heading', { name: 'This gate stays closed for you' })).toBeVisible();
  }
});

/** How far to the right anything reaches: what the page cuts off does not make it scroll. */
function outermostEdge(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(...[...document.querySelectorAll('body *')].map((element) => element.getBoundingClientRect().right)),
  );
}

test('the pages of people fit a narrow screen, and are accessible in light and dark', async ({ page, server }) => {
  const { id } = await somebody(server, 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren');
  await administrator(page, server);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/admin/users', '/admin/users/new', `/admin/users/${id}`, `/admin/users/${id}/manager`]) {
    await page.goto(path);
    await expect(page.getByRole('link', { name: 'People', exact: true })).toHaveAttribute('aria-current', /page|true/);
    expect(await outermostEdge(page), path).toBeLessThanOrEqual(320);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(page);
    }
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('people are searched and paged through, and one is suspended', async ({ page, server }) => {
    const person = await somebody(server, 'Quiet');
    await server.database.query(
      `INSERT INTO users (id, email, first_name, last_name, activated_at, updated_at)
       SELECT gen_random_uuid(), 'crowd-' || n || '@example.com', 'Crowd', 'Member', now(), now() FROM generate_series(1, 30) n`,
    );
    await administrator(page, server);
    await page.goto('/admin/users?status=active&search=Crowd');
    await expect(page.getByText('30 people')).toBeVisible();
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 2 of 2')).toBeVisible();
    await expect(row(page, 'Crowd')).toHaveCount(10);
    await search(page, 'Quiet');
    await page.getByRole('link', { name: 'Robin Quiet' }).click();
    await page.getByLabel('Reason').fill('A quiet word');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await expect(page.getByText('They are suspended, and signed out everywhere.')).toBeVisible();
    await expect(page.getByText('Until somebody restores them.')).toBeVisible();
    await page.goto(`/admin/users?search=${person.email}&status=suspended`);
    await expect(page.getByText('One person')).toBeVisible();
  });
});
