import { serve } from 'inngest/edge';
import { getEnv } from '@/lib/core/env';
import { getInngest } from '@/lib/infra/inngest';
import { createJobFunctions } from './job-functions';

type Handler = (request: Request) => Promise<Response>;

/** The path that Inngest asks at: that of its route under app. */
const PATH = '/api/inngest';

async function createHandler({ isForOthers }: { isForOthers: boolean }): Promise<Handler> {
  const client = await getInngest();
  return serve({
    client,
    functions: createJobFunctions(client),
    // Never from the Host header: whoever sends that would tell Inngest where to find us.
    serveOrigin: getEnv().INNGEST_SERVE_ORIGIN,
    servePath: PATH,
    // Who wants to have our functions registered has to show a signature, too, but for ourselves.
    enableUnauthedSync: !isForOthers,
  });
}

let handler: Promise<Handler> | undefined;

/** The SDK's handler: it judges the signature, lists the functions, and runs the one that is asked for. Made on first use. */
export function loadInngestHandler(): Promise<Handler> {
  handler ??= createHandler({ isForOthers: true });
  return handler;
}

/** Tells Inngest which functions there are, at which times they want to run, and where. Throws when it does not take them. */
export async function registerFunctions(): Promise<void> {
  const handle = await createHandler({ isForOthers: false });
  const answer = await handle(new Request(new URL(PATH, getEnv().INNGEST_SERVE_ORIGIN), { method: 'PUT' }));
  if (!answer.ok) throw new Error(`Inngest did not take the functions: ${await answer.text()}`);
}
