import { within } from '@/lib/core/within';
import { getDb } from '@/lib/infra/db';
import { hasEveryMigration } from '@/lib/infra/applied-migrations';
import { getStore } from '@/lib/infra/store/shared-store';
import { mailTrouble, overdueJobs, readBacklog, type Backlog } from './backlog';

/** A part that has not answered by then is not there, in milliseconds. */
const ANSWER_WITHIN_MS = 1_000;

type Part = {
  /** Without it no request can be answered as it should. What only waits is no better off on another instance. */
  isVital: boolean;
  isWell: () => Promise<boolean>;
};

/**
 * What an instance stands on. Mail, jobs and Redis are no reason to send people elsewhere: without Redis each instance
 * counts for itself, and mail and jobs are everybody's.
 */
const PARTS = {
  database: { isVital: true, isWell: async () => (await getDb().$queryRaw<unknown[]>`SELECT 1`).length === 1 },
  migrations: { isVital: true, isWell: () => hasEveryMigration(getDb()) },
  redis: { isVital: false, isWell: () => getStore().isAnswering() },
  mail: { isVital: false, isWell: async () => mailTrouble(await backlogNow()) === undefined },
  jobs: { isVital: false, isWell: async () => overdueJobs(await backlogNow()).length === 0 },
} satisfies Record<string, Part>;

let reading: Promise<Backlog> | undefined;

/** One reading for whoever asks meanwhile: mail and jobs are in the same statement. */
function backlogNow(): Promise<Backlog> {
  reading ??= readBacklog(getDb()).finally(() => (reading = undefined));
  return reading;
}

type PartName = keyof typeof PARTS;
const PART_NAMES = Object.keys(PARTS) as PartName[];

export type Readiness = { isReady: boolean; checks: Record<PartName, 'ok' | 'failing'> };

const underWay = new Map<PartName, Promise<boolean>>();

/** Asks once at a time: what hangs is not asked again before it has ended. */
function ask(name: PartName): Promise<boolean> {
  const asked = underWay.get(name);
  if (asked) return asked;
  const asking = PARTS[name]
    .isWell()
    .catch(() => false)
    .finally(() => underWay.delete(name));
  underWay.set(name, asking);
  return asking;
}

/** Looks at each part, all at once, for a second at most. */
export async function readReadiness(): Promise<Readiness> {
  const looked = await Promise.all(
    PART_NAMES.map(async (name) => [name, await within(ANSWER_WITHIN_MS, ask(name), false)] as const),
  );
  const checks = Object.fromEntries(looked.map(([name, isWell]) => [name, isWell ? 'ok' : 'failing']));
  return {
    isReady: looked.every(([name, isWell]) => isWell || !PARTS[name].isVital),
    checks: checks as Readiness['checks'],
  };
}
