import type { Settings } from '@/lib/core/settings';
import { minutesInWords } from '@/lib/core/time';
import { within } from '@/lib/core/within';
import { type Backlog, mailTrouble, overdueJobs, readBacklog } from '@/lib/domain/backlog';
import { JOBS } from '@/lib/domain/jobs';
import { openDatabase } from '@/lib/infra/db';
import type { Check, Finding } from './check';

/** Either of them; what one says is worth having without the other. */
const ANSWER_WITHIN_MS = 3_000;

const UNREAD: Finding = { level: 'warning', found: 'how they went cannot be read', mend: 'see database' };

/** Who runs the jobs, and how those are that have run. */
export const jobsCheck: Check = {
  name: 'jobs',
  reads: ['DATABASE_URL', 'INNGEST_BASE_URL', 'INNGEST_DEV'],
  withinSeconds: 5,
  look: async ({ settings }) => {
    const [engine, backlog] = await Promise.all([
      engineFinding(settings),
      within(ANSWER_WITHIN_MS, findBacklog(settings), null),
    ]);
    return [engine, ...(backlog === null ? [UNREAD] : backlog ? standings(backlog) : [])];
  },
};

/** Who runs them. An Inngest of one's own that cannot be reached runs nothing. */
async function engineFinding({ isInngestOn, ...settings }: Settings): Promise<Finding> {
  if (!isInngestOn) {
    const schedules = JOBS.map(({ name, schedule }) => `${name} ${schedule.words}`);
    return { level: 'ok', found: `in the process: ${schedules.join(', ')}` };
  }
  const own = settings.INNGEST_DEV ?? settings.INNGEST_BASE_URL;
  const asking = `which asks for them at ${settings.INNGEST_SERVE_ORIGIN}/api/inngest`;
  const found = `under Inngest (${own === undefined ? 'its cloud' : new URL(own).host}), ${asking}`;
  if (own === undefined || (await isThere(own))) return { level: 'ok', found };
  return { level: 'wrong', found: `${found}; nobody answers there`, mend: 'INNGEST_BASE_URL, or start it' };
}

/** Whether a server of http answers there, whatever it says. */
async function isThere(address: string): Promise<boolean> {
  return fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
    () => true,
    () => false,
  );
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
