import type { Page } from '@playwright/test';
import { addPerson } from '../tests/harness/add-person';
import { newPerson } from '../tests/harness/people';
import type { TestServer } from '../tests/harness/server';
import { expect } from './fixtures';

/** Somebody whose name nobody else has. They cannot sign in. */
export async function somebody(server: TestServer, last: string): Promise<{ id: string; email: string }> {
  const { email } = newPerson();
  return { email, id: await addPerson(server.database, { last, email }) };
}

export async function expectSignedOut(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
}

export async function search(page: Page, text: string): Promise<void> {
  await page.getByLabel('Name or e-mail').fill(text);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(new RegExp(`search=${text}`));
}

export const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });
export const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
export const heading = (page: Page) => page.getByRole('heading', { level: 2 });
export const focused = (page: Page) => page.locator(':focus');
