import { putUnder } from '../tests/harness/chain';
import { personWithRoles } from '../tests/harness/roles';
import { card, focused, somebody } from './admin-fixtures';
import { expect, expectAccessible, outermostEdge } from './fixtures';
import { test } from './sign-in-as';

test('a manager is offered what they may do to those below them, and nothing with others', async ({
  page,
  server,
  expectComplaints,
  signInAs,
}) => {
  expectComplaints(/40[34]/);
  const manager = await personWithRoles(server, ['manager', 'member']);
  const below = await personWithRoles(server, ['member']);
  const stranger = await somebody(server, 'Elsewhere');
  await putUnder(server, manager, below);
  await signInAs(manager);
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
  const { rowCount } = await server.database.query(
    `SELECT 1 FROM audit_events WHERE event = 'access.denied' AND subject_id = $1`,
    [stranger.id],
  );
  expect(rowCount, 'who was refused to move whom').toBe(1);
});

test('without a permission there is no administration, and a stranger signs in first', async ({
  page,
  expectComplaints,
  signInAs,
}) => {
  expectComplaints(/403/);
  await page.goto('/admin/users?status=active');
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent('/admin/users?status=active')}`);
  await signInAs();
  await page.goto('/dashboard');
  await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0);
  for (const path of ['/admin', '/admin/users']) {
    expect((await page.goto(path))?.status()).toBe(403);
    await expect(page.getByRole('heading', { name: 'This gate stays closed for you' })).toBeVisible();
  }
});

test('the pages of people fit a narrow screen, and are accessible, in light on the desktop and in dark on the phone', async ({
  page,
  server,
  signInAs,
}) => {
  const { id } = await somebody(server, 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren');
  await signInAs({ roles: ['admin'] });
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/admin/users', '/admin/users/new', `/admin/users/${id}`, `/admin/users/${id}/manager`]) {
    await page.goto(path);
    await expect(page.getByRole('link', { name: 'People', exact: true })).toHaveAttribute('aria-current', /page|true/);
    expect(await outermostEdge(page), path).toBeLessThanOrEqual(320);
    await expectAccessible(page);
  }
});
