import { setTimeout as delay } from 'node:timers/promises';
import { getEnv } from '@/lib/core/env';
import { getLog } from '@/lib/core/log';
import { disconnectDatabase } from '@/lib/infra/db';
import { stopJobRunner } from '@/lib/infra/job-runner';
import { isStopping, noteStopping } from '@/lib/infra/stopping';
import { closeStore } from '@/lib/infra/store/shared-store';
import { stopTracing } from '@/lib/infra/tracing';
import { followRequests } from './requests-under-way';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

type Parts = { requests: ReturnType<typeof followRequests>; stopListening: () => void };

/**
 * Has SIGTERM and SIGINT end this process in order: it says that it is not ready, takes no connection any more, finishes
 * the requests and jobs that are under way, closes what it holds open, and exits with 0. In development Next ends itself.
 * `stopListening` ends what would otherwise begin anew when the database is gone.
 */
export function stopOnSignals(stopListening: () => void): void {
  if (getEnv().mode === 'development') return;
  const parts = { requests: followRequests(), stopListening };
  for (const signal of SIGNALS) {
    // Next's own handler knows nothing of jobs and pools, and would end the process before they are through.
    process.removeAllListeners(signal);
    // A terminal, a shell and npm may each pass the same one on: the first counts.
    process.on(signal, () => isStopping() || void stop(parts, signal));
  }
}

async function stop(parts: Parts, signal: string): Promise<void> {
  const { SHUTDOWN_DELAY_SECONDS, SHUTDOWN_SECONDS } = getEnv();
  noteStopping();
  getLog().info({ signal, requests: parts.requests.count() }, 'stopping: what is under way is finished');
  setTimeout(() => giveUp(parts, SHUTDOWN_SECONDS), SHUTDOWN_SECONDS * 1000);
  try {
    await delay(SHUTDOWN_DELAY_SECONDS * 1000);
    await Promise.all([parts.requests.close(), stopJobRunner()]);
    await closeAll(parts);
    getLog().info('stopped');
    process.exit(0);
  } catch (error) {
    getLog().error({ err: error }, 'stopped, but not in order');
    process.exit(1);
  }
}

/** In this order: the feed would be begun anew without its database, and spans are of what was done before. */
async function closeAll({ stopListening }: Parts): Promise<void> {
  stopListening();
  closeStore();
  await Promise.all([disconnectDatabase(), stopTracing()]);
}

/**
 * What is cut off here is whole all the same: requests and jobs change things in transactions, and a mail stays queued
 * until the mail server has all of it.
 */
function giveUp({ requests }: Parts, seconds: number): void {
  getLog().error({ requests: requests.count() }, `stopped, but not everything had ended within ${seconds} s`);
  process.exit(1);
}
