import { expect, expectAccessible, test } from './fixtures';

const PUBLIC_PAGES = [
  '/',
  '/login',
  '/register',
  '/activation-page',
  '/activate/nonsense',
  '/forgot-password',
  '/reset_password/nonsense',
  '/docs/problems',
  '/docs/problems/invalid_input',
  '/docs/api',
  '/docs/api/oneself',
];

for (const path of PUBLIC_PAGES) {
  test(`${path} is there for a stranger, has a title, fits the screen and is accessible`, async ({ page }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await expect(page).toHaveTitle(/Gatehouse/);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
}

test('a page that is not there says so, accessibly', async ({ page, expectComplaints }) => {
  expectComplaints(/404/);
  const answer = await page.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expectAccessible(page);
});
