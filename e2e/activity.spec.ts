import { randomUUID } from 'node:crypto';
import { FIREFOX_ON_LINUX } from '../tests/harness/agents';
import { client } from '../tests/harness/client';
import { activatedPerson } from '../tests/harness/people';
import { expect, expectAccessible, signIn, test } from './fixtures';

test('a person sees what happened to their account, in words, by day, and who tried', async ({ page, server }) => {
  const person = await activatedPerson(server);
  const stranger = client(server, { userAgent: FIREFOX_ON_LINUX });
  await stranger.post('/api/login', { email: person.email, password: 'not what they chose' });
  await signIn(page, person);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page).toHaveURL('/settings/activity');
  const rows = page.getByRole('main').getByRole('listitem').filter({ hasText: 'UTC' });
  await expect(rows.filter({ hasText: 'This session' })).toContainText('Signed in from');
  await expect(rows.filter({ hasText: 'A sign-in was refused: wrong password' })).toContainText(
    new RegExp(`UTC.*from ${stranger.ip}.*with Firefox on Linux`, 's'),
  );
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Older' })).toBeHidden();
  await expectAccessible(page);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('what is older is a link away, and the newest from there', async ({ page, server }) => {
    const person = await activatedPerson(server);
    await server.database.query(
      `INSERT INTO audit_events (id, at, event, outcome, actor_id, subject_id, ip, user_agent, request_id)
       SELECT gen_random_uuid(), now() - n * interval '2 hours', 'profile.updated', 'success', u.id, u.id, '10.0.0.1', '', ''
       FROM users u, generate_series(1, 80) n WHERE u.email = $1`,
      [person.email],
    );
    await signIn(page, person);
    await page.goto('/settings/activity');
    const rows = page.getByRole('main').getByRole('listitem').filter({ hasText: 'UTC' });
    await expect(rows).toHaveCount(50);
    await page.getByRole('link', { name: 'Older' }).click();
    await expect(page).toHaveURL(/\?cursor=/);
    expect(await rows.count()).toBeGreaterThanOrEqual(30);
    await expect(rows.last()).toContainText('Profile changed');
    await expect(page.getByRole('link', { name: 'Older' })).toBeHidden();
    await page.getByRole('link', { name: 'Newest' }).click();
    await expect(page).toHaveURL('/settings/activity');
    await expect(rows).toHaveCount(50);
  });
});

test('where there is nothing, it says so, on a narrow screen in light and dark', async ({ page, server }) => {
  const person = await activatedPerson(server);
  await signIn(page, person);
  // Older than anything. Whoever changed the record instead would break its chain for the tests that verify it.
  const cursor = Buffer.from(JSON.stringify([0, randomUUID()])).toString('base64url');
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`/settings/activity?cursor=${cursor}`);
  await expect(page.getByText('There is nothing here.')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page);
  }
});
