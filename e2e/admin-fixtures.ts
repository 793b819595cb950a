import type { Browser, Page } from '@playwright/test';
import { nextAddress } from '../tests/harness/client';
import { addPerson } from '../tests/harness/add-person';
import { newPerson, type PersonInBrowser, type PersonWithId } from '../tests/harness/people';
import { personWithRoles } from '../tests/harness/roles';
import type { TestServer } from '../tests/harness/server';
import { continueAs, expect } from './fixtures';

/** Somebody whose name nobody else has. They cannot sign in. */
export async function somebody(server: TestServer, last: string): Promise<{ id: string; email: string }> {
  const { email } = newPerson();
  return { email, id: await addPerson(server.database, { last, email }) };
}

/** An administrator, whose session the page has from its next address on. */
export async function administrator(page: Page, server: TestServer): Promise<PersonWithId> {
  const admin = await personWithRoles(server, ['admin', 'member']);
  await continueAs(page, server, admin);
  return admin;
}

/** A page of somebody else's browser, with their session. */
export async function pageOf(browser: Browser, server: TestServer, person: PersonInBrowser): Promise<Page> {
  const extraHTTPHeaders = { 'x-forwarded-for': nextAddress() };
  const page = await (await browser.newContext({ baseURL: server.url, extraHTTPHeaders })).newPage();
  await continueAs(page, server, person);
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
