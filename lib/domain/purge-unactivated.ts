import type { Context } from './context';
import type { JobHow, JobReport } from './job';

/** Deletes people who registered 30 days ago or earlier and never activated, in batches. */
export async function purgeUnactivated(_ctx: Context, _how: JobHow): Promise<JobReport> {
  return Promise.resolve({});
}
