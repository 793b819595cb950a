import { getEnv } from '@/lib/core/env';
import { measureRequests } from './measure-requests';
import { answerHeaders } from './page-headers';
import { prepareRequests } from './request-scope';
import { startJobs } from './start-jobs';

/** What the server process does besides answering: called once at its start, when the database is there. */
export async function startServerWork(): Promise<void> {
  prepareRequests(answerHeaders());
  if (getEnv().METRICS_TOKEN !== undefined) {
    // Every operation there is: loaded only where they are counted.
    const { catalogue } = await import('./catalogue');
    measureRequests(catalogue);
  }
  startJobs();
}
