import type { Page } from '@playwright/test';
import { makeRole, newName, personWithRoles } from '../tests/harness/roles';
import { expect, expectAccessible, outermostEdge } from './fixtures';
import { test } from './sign-in-as';

const conditionIn = (page: Page, number: number) => page.getByRole('group', { name: `Condition ${number}` });

test('an administrator makes a role, changes it, and deletes it after a word about what that means', async ({
  page,
  signInAs,
}) => {
  await signInAs({ roles: ['admin'] });
  const name = newName('desk');
  await page.goto('/dashboard');
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('link', { name: 'Roles' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Level' }).fill('0');
  await page.getByRole('checkbox', { name: 'See roles' }).check();
  await page.getByRole('button', { name: 'Make the role' }).click();
  const level = page.getByRole('textbox', { name: 'Level' });
  await expect(level).toHaveAccessibleDescription(/The highest level is 1\./);
  await expect(level).toBeFocused();
  await expectAccessible(page);
  await level.fill('40');
  await page.getByRole('button', { name: 'Make the role' }).click();
  await expect(page).toHaveURL(`/admin/roles/${name}?notice=made`);
  await expect(page.locator(':focus')).toContainText('The role is made.');
  await page.getByRole('checkbox', { name: 'See roles' }).uncheck();
  await page.getByRole('checkbox', { name: 'Invite people' }).check();
  await page.getByRole('button', { name: 'Change the role' }).click();
  await expect(page.getByText('The role is changed, for everybody’s next click.')).toBeVisible();
  await page.getByRole('link', { name: 'All roles' }).click();
  const row = page.getByRole('row', { name });
  await expect(row).toContainText(/40.*Invite people.*Nobody/s);
  await row.getByRole('link', { name }).click();
  await page.getByText('Delete the role').click();
  await expect(page.getByText('so nobody loses anything')).toBeVisible();
  await page.getByRole('button', { name: `Delete ${name} for good` }).click();
  await expect(page.locator(':focus')).toContainText('The role is deleted.');
  await expect(page.getByRole('row', { name })).toHaveCount(0);
});

// asvs:8.2.4 asvs:8.3.2 asvs:16.2.1
test('a rule acts on somebody’s next click, the simulator says why, and the record shows who made it', async ({
  page,
  server,
  signInAs,
  openBrowser,
}) => {
  const admin = await signInAs({ roles: ['admin'] });
  const colleague = await personWithRoles(server, ['admin']);
  const other = await openBrowser();
  await signInAs(colleague, other);
  await other.goto('/admin/roles');
  await expect(other.getByRole('table', { name: 'Roles' })).toBeVisible();

  const name = newName('No roles in a hurry');
  await page.goto('/admin/policies');
  await page.getByRole('link', { name: 'Make a rule' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Make the rule' }).click();
  const effect = page.getByRole('combobox', { name: 'What the rule does' });
  await expect(effect).toBeFocused();
  await expect(effect).toHaveAccessibleDescription(/Choose allow or deny\./);
  await effect.selectOption('Deny it');
  await page.getByRole('combobox', { name: 'To whoever wants to' }).selectOption('See roles');
  await page.getByRole('button', { name: 'Make the rule' }).click();
  const conditions = page.getByRole('group', { name: 'When all of this is so' });
  await expect(conditions).toBeFocused();
  await expect(conditions).toHaveAccessibleDescription(/the rule is for everybody, you too/);
  await expectAccessible(page);
  for (const _ of [1, 2]) await page.getByRole('button', { name: 'Add a condition' }).click();
  const [one, two] = [conditionIn(page, 1), conditionIn(page, 2)];
  await one.getByRole('combobox', { name: 'What is asked' }).selectOption('Who acts');
  await one.getByRole('combobox', { name: 'How it compares' }).selectOption('is');
  await one.getByRole('textbox', { name: 'Value' }).fill(colleague.id);
  await two.getByRole('combobox', { name: 'What is asked' }).selectOption('The time since the sign-in');
  await two.getByRole('combobox', { name: 'How it compares' }).selectOption('is at least');
  await two.getByRole('textbox', { name: 'Value' }).fill('soon');
  await page.getByRole('button', { name: 'Make the rule' }).click();
  await expect(two).toContainText('Give a whole number from 0 to');
  await expect(one).not.toContainText('Give');
  await expectAccessible(page);
  await two.getByRole('textbox', { name: 'Value' }).fill('0');
  await page.getByRole('button', { name: 'Make the rule' }).click();
  await expect(page.locator(':focus')).toContainText('The rule is made.');
  const row = page.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText(
    `Deny: see roles – when who acts is ${colleague.id} and the time since the sign-in is at least 0 seconds.`,
  );

  await other.reload();
  await expect(other.getByRole('heading', { name: 'This gate stays closed for you' })).toBeVisible();

  await page.getByRole('combobox', { name: 'What' }).selectOption('See roles');
  await page.getByRole('textbox', { name: 'By whom' }).fill(colleague.email);
  await page.getByRole('button', { name: 'Ask' }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText(`Not allowed${name}.`);
  await expect(answer.getByRole('listitem').filter({ hasText: 'Decides' })).toContainText(
    /Holds:.*the time since the sign-in is at least 0 seconds – found: 0 seconds/s,
  );
  await expectAccessible(page);

  await page.getByRole('button', { name: `Switch off “${name}”` }).click();
  await expect(page.locator(':focus')).toContainText('The rule is off');
  await other.reload();
  await expect(other.getByRole('table', { name: 'Roles' })).toBeVisible();
  await other.context().close();

  await page.getByRole('link', { name: 'Record' }).click();
  await page.getByRole('combobox', { name: 'What happened' }).selectOption('Rule created');
  await page.getByRole('searchbox', { name: 'Done by' }).fill(admin.id);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(/event=policy\.created/);
  const entry = page.getByRole('article');
  await expect(entry).toHaveCount(1);
  await expect(entry).toContainText(new RegExp(`Rule created: ${name}.*by Robin Marsh.*UTC.*from 10\\.`, 's'));
  await entry.getByText('Details').click();
  await expect(entry).toContainText('Deny: see roles – when who acts is');
  await expectAccessible(page);
});

// asvs:16.4.2
test('the record says that it is whole, and where it is not any more', async ({ page, server, signInAs }) => {
  await signInAs({ roles: ['admin'] });
  const sealed = async () => (await server.database.query('SELECT 1 FROM audit_events WHERE position = 2')).rowCount;
  await expect.poll(sealed).toBeGreaterThan(0);
  await page.goto('/admin/audit');
  await page.getByRole('button', { name: 'Verify the record' }).click();
  const outcome = page.getByRole('region', { name: 'Outcome' });
  await expect(outcome).toContainText(/The record is whole\..*sealed entries are as they were sealed/s);
  await expect(outcome).toBeFocused();
  await expectAccessible(page);
  await server.database.query(`UPDATE audit_events SET ip = ip || '.' WHERE position = 2`);
  await page.getByRole('button', { name: 'Verify the record once more' }).click();
  await expect(outcome).toContainText('The record is broken at position 2.');
  await expect(outcome).toContainText('Keep the database as it is');
  // The server is that of other tests, too.
  await server.database.query(`UPDATE audit_events SET ip = rtrim(ip, '.') WHERE position = 2`);
});

test('who may not gets no link and the page that says so; who may only read roles gets no form', async ({
  page,
  server,
  expectComplaints,
  signInAs,
}) => {
  expectComplaints(/403/);
  await signInAs();
  await page.goto('/dashboard');
  await expect(page.getByRole('link', { name: 'Administration' })).toBeHidden();
  for (const path of ['/admin/roles', '/admin/policies', '/admin/policies/new', '/admin/audit']) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole('heading', { name: 'This gate stays closed for you' })).toBeVisible();
  }
  await expectAccessible(page);
  await page.context().clearCookies();
  const admin = await personWithRoles(server, ['admin']);
  const role = await makeRole(admin.browser, { level: 500, permissions: ['roles.read'] });
  await signInAs({ roles: [role] });
  await page.goto('/admin/roles/admin');
  await expect(page.getByText('Who holds it may:')).toBeVisible();
  await expect(page.getByRole('button', { name: /role/ })).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the simulator answers, at an address of its own, and a rule is made and switched off', async ({
    page,
    signInAs,
  }) => {
    await signInAs({ roles: ['admin'] });
    await page.goto('/admin/policies');
    await page.getByRole('combobox', { name: 'What', exact: true }).selectOption('Suspend or restore people');
    await page.getByText('In other circumstances').click();
    await page.getByRole('textbox', { name: 'From which address' }).fill('somewhere');
    await page.getByRole('button', { name: 'Ask' }).click();
    await expect(page.getByRole('textbox', { name: 'From which address' })).toHaveAccessibleDescription(
      /Give an address, such as 192\.0\.2\.1\./,
    );
    await page.getByRole('textbox', { name: 'From which address' }).fill('192.0.2.7');
    await page.getByRole('button', { name: 'Ask' }).click();
    await expect(page).toHaveURL(/does=user\.suspend.*ip=192\.0\.2\.7/);
    await expect(page.getByRole('region', { name: 'Answer' })).toContainText('AllowedPermission users.suspend.');

    const name = newName('On Sundays');
    await page.getByRole('link', { name: 'Make a rule' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Make the rule' }).click();
    await expect(page.getByText('Choose allow or deny.')).toBeVisible();
    await expect(page.getByText('Choose what the rule is about.')).toBeVisible();
    await expect(page.getByText('the rule is for everybody, you too.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('combobox', { name: 'What the rule does' }).selectOption('Deny it');
    await page.getByRole('combobox', { name: 'To whoever wants to' }).selectOption('Delete people');
    await expect(page.getByRole('button', { name: 'Add a condition' })).toBeHidden();
    const spare = conditionIn(page, 2);
    await spare.getByRole('combobox', { name: 'What is asked' }).selectOption('The weekday (UTC)');
    await spare.getByRole('combobox', { name: 'How it compares' }).selectOption('is');
    await spare.getByRole('textbox', { name: 'Value' }).fill('Sunday');
    await page.getByRole('button', { name: 'Make the rule' }).click();
    const row = page.getByRole('listitem').filter({ hasText: name });
    await expect(row).toContainText('Deny: delete people – when the weekday (UTC) is Sunday.');
    await page.getByRole('button', { name: `Switch off “${name}”` }).click();
    await expect(row).toContainText('Off');
    await expect(page.getByText('The rule is off')).toBeVisible();

    await page.getByRole('link', { name: 'Make a rule' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(`${name} and always`);
    await page.getByRole('combobox', { name: 'What the rule does' }).selectOption('Allow it');
    await page.getByRole('combobox', { name: 'To whoever wants to' }).selectOption('See roles');
    await page.getByRole('checkbox', { name: 'for everybody, administrators and you too' }).check();
    await page.getByRole('button', { name: 'Make the rule' }).click();
    await expect(page.getByText('Allow: see roles – always.')).toBeVisible();
  });
});

test('the pages fit a narrow screen, and are accessible in light and dark', async ({ page, signInAs }) => {
  const admin = await signInAs({ roles: ['admin'] });
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [
    '/admin/roles',
    '/admin/roles/manager',
    '/admin/policies/new',
    `/admin/policies?does=user.update&to=${admin.id}&hour=3`,
    '/admin/policies/01000000-0000-7000-8000-000000000101',
    '/admin/audit?verify=now',
  ]) {
    await page.goto(path);
    expect(await outermostEdge(page), path).toBeLessThanOrEqual(320);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(page);
    }
  }
});
