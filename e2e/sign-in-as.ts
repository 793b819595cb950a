import type { Page } from '@playwright/test';
import { nextAddress } from '../tests/harness/client';
import type { Person, PersonWithId } from '../tests/harness/people';
import { personWithRoles } from '../tests/harness/roles';
import type { TestServer } from '../tests/harness/server';
import { test as base } from './fixtures';

/**
 * Somebody new: with these roles and no other (`member` where that is left out), and with these names, address or
 * password.
 */
type Wanted = Partial<Person> & { roles?: readonly string[] };

type Fixtures = {
  /**
   * Gives the test's page (or another one) the session of somebody new, or of somebody who is there already, from its
   * next address on: `await signInAs({ roles: ['manager'] })`. Answers who they are. The form that others sign in by
   * has tests of its own, and takes a while.
   */
  signInAs: (who?: Wanted | PersonWithId, where?: Page) => Promise<PersonWithId>;
  /** A page in a browser of its own, at an address of its own, where nobody is signed in. */
  openBrowser: () => Promise<Page>;
};

function somebodyNew(server: TestServer, { roles = ['member'], ...own }: Wanted): Promise<PersonWithId> {
  return personWithRoles(server, roles, own);
}

export const test = base.extend<Fixtures>({
  signInAs: async ({ page, server }, provide) => {
    await provide(async (who = {}, where = page) => {
      const person = 'browser' in who ? who : await somebodyNew(server, who);
      const cookies = [...person.browser.cookies].map(([name, value]) => ({ name, value, url: server.url }));
      await where.context().addCookies(cookies.map((cookie) => ({ ...cookie, httpOnly: true })));
      return person;
    });
  },
  openBrowser: async ({ browser, server }, provide) => {
    const opened: Page[] = [];
    await provide(async () => {
      const context = await browser.newContext({
        baseURL: server.url,
        extraHTTPHeaders: { 'x-forwarded-for': nextAddress() },
      });
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    await Promise.all(opened.map((page) => page.context().close()));
  },
});
