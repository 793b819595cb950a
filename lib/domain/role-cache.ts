import type { Context } from './context';

/**
 * Makes every cached view void, so that whoever needs one loads it anew: those of roles and rules, and of the people and
 * sessions that are seen with them. Changes act at once without it; it repairs what should never have come about.
 */
export async function refreshRoleCache({ store }: Pick<Context, 'store'>): Promise<{ refreshed: number }> {
  return store.renewViews().then(
    () => ({ refreshed: 1 }),
    // A Redis that does not answer is not believed either, and begins with nothing when it is back.
    () => ({ refreshed: 0 }),
  );
}
