import { nextAddress } from '../tests/harness/client';
import { linkIn, waitForMail } from '../tests/harness/mailbox';
import { newPerson } from '../tests/harness/people';
import { personWithRoles } from '../tests/harness/roles';
import { card, expectSignedOut, focused, heading, row, search, somebody } from './admin-fixtures';
import { expect, expectAccessible, signIn } from './fixtures';
import { test } from './sign-in-as';

test('an administrator finds somebody, names them anew and gives them a role', async ({ page, server, signInAs }) => {
  const person = await somebody(server, 'Findling');
  await signInAs({ roles: ['admin'] });
  await page.goto('/dashboard');
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
  await expect(page).toHaveTitle(/^Robin Foundling · /);

  await page.getByLabel('manager', { exact: true }).check();
  await page.getByRole('button', { name: 'Change the roles' }).click();
  await expect(focused(page)).toHaveText('The roles are changed, from their next click on.');
  await expect(card(page, 'What is known')).toContainText('manager');
  await expect(card(page, 'Latest events').getByRole('listitem').first()).toContainText('by Robin Marsh');
});

// asvs:7.4.2 asvs:7.4.5
test('who is suspended is out with their next click, comes back when restored, and can be signed out', async ({
  page,
  server,
  signInAs,
  openBrowser,
}) => {
  const person = await personWithRoles(server, ['member']);
  const admin = await signInAs({ roles: ['admin'] });
  const theirs = await openBrowser();
  await signInAs(person, theirs);
  await theirs.goto('/dashboard');
  await page.goto(`/admin/users/${person.id}`);
  const suspension = card(page, 'Suspension');
  await suspension.getByLabel('Reason').fill('Lost their laptop');
  await suspension.getByLabel('Until').fill('2020-01-31T12:30');
  await suspension.getByRole('button', { name: 'Suspend' }).click();
  await expect(suspension.getByLabel('Until')).toHaveAccessibleDescription(/Choose a time to come\./);
  await expect(suspension.getByLabel('Until')).toBeFocused();
  await suspension.getByLabel('Until').fill('2099-01-31T12:30');
  await suspension.getByRole('button', { name: 'Suspend' }).click();
  await expect(focused(page)).toHaveText(
    'They are suspended until 31 January 2099 at 12:30 UTC, and signed out everywhere.',
  );
  await expect(card(page, 'What is known')).toContainText(
    /Suspended.*Until 31 January 2099 at 12:30 UTC\..*Reason: Lost their laptop/s,
  );
  await expectAccessible(page);
  await expectSignedOut(theirs);

  await suspension.getByRole('button', { name: 'Restore' }).click();
  await expect(focused(page)).toHaveText('They are restored: they can sign in again.');
  for (const field of ['Reason', 'Until']) await expect(suspension.getByLabel(field)).toHaveValue('');
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

test('who is invited follows the link of the mail, and gets in', async ({ page, server, browser, signInAs }) => {
  const guest = newPerson({ first_name: 'Ines', last_name: 'Invited' });
  await signInAs({ roles: ['admin'] });
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
  await expect(theirs.getByText('Choose a password; then sign in with it.')).toBeVisible();
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
  signInAs,
}) => {
  const above = await somebody(server, 'Overton');
  const below = await somebody(server, 'Underwood');
  await signInAs({ roles: ['admin'] });
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

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('people are searched and paged through, and one is suspended', async ({ page, server, signInAs }) => {
    const person = await somebody(server, 'Quiet');
    await server.database.query(
      `INSERT INTO users (id, email, first_name, last_name, activated_at, updated_at)
       SELECT gen_random_uuid(), 'crowd-' || n || '@example.com', 'Crowd', 'Member', now(), now() FROM generate_series(1, 30) n`,
    );
    await signInAs({ roles: ['admin'] });
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
