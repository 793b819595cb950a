import type { Browser, Page } from '@playwright/test';
import { nextAddress } from '../tests/harness/client';
import { activatedPerson, idOf, type Person } from '../tests/harness/people';
import { type PersonWithRoles, personWithRoles } from '../tests/harness/roles';
import type { TestServer } from '../tests/harness/server';
import { expect, signIn } from './fixtures';

/** Somebody whose name nobody else has. */
export async function somebody(server: TestServer, last_name: string): Promise<Person & { id: string }> {
  const person = await activatedPerson(server, { last_name });
  return { ...person, id: await idOf(server, person.email) };
}

export async function administrator(page: Page, server: TestServer): Promise<PersonWithRoles> {
  const admin = await personWithRoles(server, ['admin', 'member']);
  await signIn(page, admin);
  return admin;
}

export async function signInElsewhere(browser: Browser, server: TestServer, person: Person): Promise<Page> {
  const extraHTTPHeaders = { 'x-forwarded-for': nextAddress() };
  const page = await (await browser.newContext({ baseURL: server.url, extraHTTPHeaders })).newPage();
  await signIn(page, person);
  return page;
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
