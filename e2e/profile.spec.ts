import type { Page } from '@playwright/test';
import { photograph, pngOf } from '../tests/harness/pictures';
import { expect, expectAccessible } from './fixtures';
import { test } from './sign-in-as';

const file = (name: string, mimeType: string, bytes: Uint8Array) => ({ name, mimeType, buffer: Buffer.from(bytes) });

/** The picture on a page: the background over somebody's initials. */
const picture = (page: Page) => page.getByRole('main').locator('[style*="/avatar?v="]');

async function expectPicture(page: Page): Promise<void> {
  const background = await picture(page).evaluate((element) => getComputedStyle(element).backgroundImage);
  const answer = await page.request.get(/"(.+)"/.exec(background)?.[1] ?? '');
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/webp']);
}

test('a person changes their names and picture, sees both at once, and takes the picture away', async ({
  page,
  signInAs,
}) => {
  await signInAs();
  await page.goto('/settings/profile');
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'First name' }).fill('Noor');
  await page.getByRole('button', { name: 'Change the names' }).click();
  await expect(page.getByText('Your names are changed.')).toBeVisible();

  await page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(page.getByText('Choose a picture.')).toBeVisible();
  await page.getByLabel('A new picture').setInputFiles(file('me.jpg', 'image/jpeg', await photograph()));
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(page.getByText('This is your picture now.')).toBeVisible();
  await expectPicture(page);
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { name: 'Welcome, Noor' })).toBeVisible();
  await expectPicture(page);

  await page.goto('/settings/profile');
  await page.getByRole('button', { name: 'Remove the picture' }).click();
  await expect(page.getByText('You have no picture any more.')).toBeVisible();
  await expect(picture(page)).toHaveCount(0);
});

test('what is no picture is refused by the field, and a large one is made smaller before it is sent', async ({
  page,
  expectComplaints,
  signInAs,
}) => {
  expectComplaints(/415/);
  await signInAs();
  await page.goto('/settings/profile');
  await page.getByLabel('A new picture').setInputFiles(file('me.png', 'image/png', Buffer.from('GIF89a')));
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(page.getByText('Send a picture as PNG, JPEG or WebP.')).toBeVisible();

  const large = Buffer.concat([await pngOf('#ff0000', 3000, 2000), Buffer.alloc(3_000_000)]);
  await page.getByLabel('A new picture').setInputFiles(file('me.png', 'image/png', large));
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(page.getByText('This is your picture now.')).toBeVisible();
});
