import { getEnv } from '@/lib/core/env';
import { getLog } from '@/lib/core/log';
import { stoppingSignal } from '@/lib/infra/job-runner';

/** How long after a failure it is tried again, in milliseconds. */
const RETRY_AFTER_MS = 5_000;

/** How often it is told again: an Inngest that lost its memory would otherwise ask for nothing any more. */
const AGAIN_AFTER_MS = 10 * 60_000;

/**
 * Has a self-hosted Inngest know the jobs of this version, from the start on, again and again, in the background: nobody
 * has to press a button after a deployment, and it may start later than we do. Inngest's cloud asks by itself.
 */
export function keepJobsRegistered(): void {
  const { isInngestOn, INNGEST_BASE_URL, INNGEST_DEV } = getEnv();
  if (isInngestOn && (INNGEST_BASE_URL ?? INNGEST_DEV) !== undefined) void register(undefined);
}

/** `worked`: how it went the last time; only what is new is logged. */
async function register(worked: boolean | undefined): Promise<void> {
  if (stoppingSignal().aborted) return;
  const works = await tryToRegister(worked);
  setTimeout(() => void register(works), works ? AGAIN_AFTER_MS : RETRY_AFTER_MS).unref();
}

async function tryToRegister(worked: boolean | undefined): Promise<boolean> {
  try {
    const { registerFunctions } = await import('./handler');
    await registerFunctions();
    if (worked !== true) getLog().info('the jobs are registered with Inngest');
    return true;
  } catch (error) {
    if (worked !== false) getLog().warn({ err: error }, 'the jobs could not be registered with Inngest; trying on');
    return false;
  }
}
