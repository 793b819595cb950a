import { answerHeaders } from './page-headers';
import { prepareRequests } from './request-scope';
import { startJobs } from './start-jobs';

/** What the server process does besides answering: called once at its start, when the database is there. */
export function startServerWork(): void {
  prepareRequests(answerHeaders());
  startJobs();
}
