import { cache } from 'react';
import { authenticate } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { createServerContext } from './server-context';

/**
 * The context of the page that is being rendered, with its actor: looked up once for a page and everything in it. A
 * page cannot set cookies, so it never refreshes: the middleware did, before it.
 */
export const getPageContext = cache(async (): Promise<Context> => {
  const ctx = await createServerContext();
  await authenticate(ctx, { mayRefresh: false });
  return ctx;
});
