import { randomUUID } from 'node:crypto';
import { JOBS } from '@/lib/domain/jobs';
import { startJobRunner } from '@/lib/infra/job-runner';
import { answerHeaders } from './page-headers';
import { createContext } from './request-context';
import { prepareRequests } from './request-scope';

/** What the server process does besides answering: called once at its start, when the database is there. */
export function startServerWork(): void {
  prepareRequests(answerHeaders());
  startJobRunner(JOBS.map(({ name, everySeconds, run }) => ({ name, everySeconds, run: () => run(jobContext(name)) })));
}

/** A job is its own client: what it does is on the record under its name. */
function jobContext(name: string) {
  const client = { ip: '', userAgent: `job ${name}`, requestId: randomUUID() };
  return createContext(client, { isBearer: false });
}
