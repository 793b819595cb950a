import type { Settings } from '@/lib/core/settings';
import { minutesInWords } from '@/lib/core/time';
import { type Backlog, mailTrouble, overdueJobs, readBacklog } from '@/lib/domain/backlog';
import { JOBS } from '@/lib/domain/jobs';
import { openDatabase } from '@/lib/infra/db';
import type { Check, Finding } from './check';

/** Who runs the jobs, and how those are that have run. */
export const jobsCheck: Check = {
  name: 'jobs',
  reads: ['DATABASE_URL', 'INNGEST_BASE_URL'],
  withinSeconds: 5,
  look: async ({ settings }) => {
    const engine: Finding = { level: 'ok', found: engineInWords(settings) };
    const backlog = await findBacklog(settings);
    if (backlog === null)
      return [engine, { level: 'warning', found: 'how they went cannot be read', mend: 'see database' }];
    return backlog ? [engine, ...standings(backlog)] : [engine];
  },
};

function engineInWords({ isInngestOn, INNGEST_DEV, INNGEST_BASE_URL, APP_URL }: Settings): string {
  const schedules = JOBS.map(({ name, schedule }) => `${name} ${schedule.words}`).join(', ');
  if (!isInngestOn) return `in the process: ${schedules}`;
  const { host } = new URL(INNGEST_DEV ?? INNGEST_BASE_URL ?? 'https://api.inngest.com');
  return `by Inngest at ${host}, which asks ${APP_URL}/api/inngest: ${schedules}`;
}

/** Undefined where no database is named, null where it cannot be read. */
async function findBacklog({ DATABASE_URL: url }: Settings): Promise<Backlog | null | undefined> {
  if (url === undefined) return undefined;
  const db = openDatabase(url);
  try {
    return await readBacklog(db);
  } catch {
    return null;
  } finally {
    await db.$disconnect();
  }
}

function standings(backlog: Backlog): Finding[] {
  const overdue = new Set(overdueJobs(backlog));
  const trouble = mailTrouble(backlog);
  const { dead } = backlog.mail;
  return [
    ...backlog.jobs.filter(({ name }) => overdue.has(name)).map(overdueFinding),
    ...backlog.jobs.filter(({ outcome }) => outcome === 'failed').map(failedFinding),
    ...(trouble === undefined
      ? []
      : [{ level: 'warning', found: trouble, mend: 'see mail, and /admin/mail' } as const]),
    ...(dead === 0 ? [] : [{ level: 'warning', found: `${dead} mail(s) were given up`, mend: '/admin/mail' } as const]),
  ];
}

function overdueFinding({ name, overdueSeconds }: Backlog['jobs'][number]): Finding {
  const found = `${name} has been due for ${minutesInWords(overdueSeconds)}, and nobody runs it`;
  return { level: 'warning', found, mend: 'see that an instance is up, and Inngest if it runs them' };
}

/** Why it failed is in the log, and not here: the words of an error may quote anything. */
function failedFinding({ name }: Backlog['jobs'][number]): Finding {
  return {
    level: 'warning',
    found: `${name} failed last`,
    mend: `npm run jobs -- list says why; again: npm run jobs -- run ${name}`,
  };
}
