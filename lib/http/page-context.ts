import { cache } from 'react';
import { findActor } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { recognizedActor } from './request-scope';
import { createServerContext } from './server-context';

/**
 * The context of the page that is being rendered, with its actor: the one that the middleware found, for a page and
 * everything in it. Without a middleware before it, the page looks for itself; it cannot set cookies, so it never
 * refreshes.
 */
export const getPageContext = cache(async (): Promise<Context> => {
  const ctx = await createServerContext();
  const recognized = recognizedActor(ctx.incoming.access);
  ctx.actor = recognized === undefined ? await findActor(ctx) : recognized;
  return ctx;
});
