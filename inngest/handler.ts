import { serve } from 'inngest/edge';
import { getEnv } from '@/lib/core/env';
import { getInngest } from '@/lib/infra/inngest';
import { createJobFunctions } from './job-functions';

type Handler = (request: Request) => Promise<Response>;

let handler: Promise<Handler> | undefined;

async function createHandler(): Promise<Handler> {
  const client = await getInngest();
  return serve({
    client,
    functions: createJobFunctions(client),
    // Never from the Host header: whoever sends that would tell Inngest where to find us.
    serveOrigin: getEnv().INNGEST_SERVE_ORIGIN,
    servePath: '/api/inngest',
    // Only Inngest may ask us to list our functions with it, too.
    enableUnauthedSync: false,
  });
}

/** The SDK's handler: it judges the signature, lists the functions, and runs the one that is asked for. Made on first use. */
export function loadInngestHandler(): Promise<Handler> {
  handler ??= createHandler();
  return handler;
}
