import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import { expect } from './fixtures';
import { test } from './sign-in-as';

const lookAt = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('focus')));

// asvs:14.3.1
test('the tabs of a browser show the same person, and nobody once one of them signs out', async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs({ first_name: 'Ada' });
  await page.goto('/dashboard?from=tabs');
  await expect(page.getByRole('heading', { name: 'Welcome, Ada' })).toBeVisible();
  const other = await context.newPage();
  await signInAs({ first_name: 'Zebulon' }, other);
  await other.goto('/settings/profile');
  await expect(page.getByRole('heading', { name: 'Welcome, Zebulon' })).toBeVisible();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByText('You are signed out.')).toBeVisible();
  await expect(page).toHaveURL('/login?next=%2Fdashboard%3Ffrom%3Dtabs&notice=session_ended');
  await expect(page.getByText('Your session has ended.')).toBeVisible();
});

// asvs:14.3.1
test('a session that ended elsewhere is noticed when its tab is looked at again', async ({
  page,
  signInAs,
  expectComplaints,
}) => {
  expectComplaints(/401/);
  const person = await signInAs();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/dashboard');
  await person.browser.post('/api/logout');
  await lookAt(page);
  await page.clock.setFixedTime(Date.now() + 30_000);
  expect(asked).not.toContain('/api/me');
  await lookAt(page);
  await expect(page).toHaveURL('/login?next=%2Fdashboard&notice=session_ended');
  expect(asked.filter((path) => path === '/api/me')).toHaveLength(1);
});

/** The island as one script, as the development build of React runs it. */
async function bundledIsland(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['e2e/client-island.tsx'],
    bundle: true,
    write: false,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"development"' },
  });
  return outputFiles[0]?.text ?? '';
}

const island = (page: Page) => page.getByRole('complementary', { name: 'Island' });
const pressed = (page: Page, name: string) => island(page).getByRole('button', { name }).click();

test('useSession() knows who is there, refreshes once for all tabs, and signs out of all', async ({
  page,
  context,
  signInAs,
  expectComplaints,
}) => {
  expectComplaints(/401/);
  const person = await signInAs();
  const other = await context.newPage();
  const asked: string[] = [];
  context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const script = await bundledIsland();
  for (const tab of [page, other]) {
    await tab.goto('/');
    // As the test's own script: the page's policy would refuse it any other way.
    await tab.evaluate(script);
    await expect(island(tab).getByRole('status')).toHaveText(`signed-in: ${person.email}`);
  }
  // Under StrictMode every effect runs twice, and still each tab asks once.
  expect(asked.filter((path) => path === '/api/me')).toHaveLength(2);

  const problem = { code: 'unauthenticated', status: 401 };
  await context.route('**/api/me', (route) =>
    route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
  await context.route('**/api/refresh', async (route) => {
    await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).pending?.length)).toBe(1);
    await context.unroute('**/api/me');
    await route.continue();
  });
  await Promise.all([pressed(page, 'Look again'), pressed(other, 'Look again')]);
  await expect.poll(() => asked.filter((path) => path === '/api/me')).toHaveLength(6);
  expect(asked.filter((path) => path === '/api/refresh')).toHaveLength(1);
  await expect(island(other).getByRole('status')).toHaveText(`signed-in: ${person.email}`);

  await pressed(page, 'Leave');
  for (const tab of [page, other]) await expect(island(tab).getByRole('status')).toHaveText('signed-out');
});
