import { signedRoute } from '@/lib/http/signed-route';

/** What a host that bills by the second may let one run take, in seconds: a batch that is cut off goes on with the next. */
export const maxDuration = 300;

// Loaded when it is asked for: where there is no Inngest, nothing of it is in memory.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = signedRoute(async () =>
  (await import('@/inngest/handler')).loadInngestHandler(),
);
