import { chainKeys } from '@/lib/domain/audit-seal';
import { type ChainReport, verifyAuditChain } from '@/lib/domain/audit-verification';
import { openDatabase } from '@/lib/infra/db';
import { DatabaseProblem } from '@/lib/infra/database-problem';
import { inspectDatabase, type InspectedDatabase } from '@/lib/infra/migrations';
import { explainRedisFailure, readRedisVersion } from '@/lib/infra/redis-probe';
import { EMBEDDED_FOLDER } from '@/lib/infra/start-database';
import { getObjectStorage } from '@/lib/infra/storage/object-storage';
import { StorageRefusal } from '@/lib/infra/storage/s3-storage';
import { Problem } from '@/lib/core/problem';
import type { Settings } from '@/lib/core/settings';
import type { Check, Finding } from './check';

const MIGRATE = 'npm run db:migrate';

const ASCII_ONLY: Finding = {
  level: 'warning',
  found: 'its locale writes only A to Z small: a search finds other capitals by no spelling',
  mend: 'a database whose LC_CTYPE knows them, such as C.UTF-8',
};

export const databaseCheck: Check = {
  name: 'database',
  reads: ['DATABASE_URL'],
  withinSeconds: 3,
  look: async ({ settings: { DATABASE_URL: url, mode } }) => {
    if (url === undefined) return [unnamedDatabase(mode)];
    try {
      const inspected = await inspectDatabase(url);
      const state = stateOf(new URL(url).host, inspected, mode);
      return inspected.isLoweringAll ? [state] : [state, ASCII_ONLY];
    } catch (error) {
      if (!(error instanceof DatabaseProblem)) throw error;
      return [{ level: 'wrong', found: error.message }];
    }
  },
};

/** Looks at every event: a long record takes its time. */
export const auditChainCheck: Check = {
  name: 'audit chain',
  reads: ['DATABASE_URL', 'SECRET_KEY'],
  withinSeconds: 120,
  look: async ({ settings: { DATABASE_URL: url, SECRET_KEY } }) => {
    if (url === undefined) return [{ level: 'ok', found: 'nothing to look at while no database is named' }];
    const db = openDatabase(url);
    try {
      return [stateOfChain(await verifyAuditChain(db, chainKeys(SECRET_KEY)))];
    } catch {
      return [{ level: 'warning', found: 'cannot be looked at', mend: 'see database' }];
    } finally {
      await db.$disconnect();
    }
  },
};

function stateOfChain({ entries, brokenAt, unsealed }: ChainReport): Finding {
  const found = `${entries} event(s) sealed, ${unsealed} not yet`;
  if (brokenAt === null) return { level: 'ok', found: `${found}, each as it was sealed` };
  const mend = 'unless SECRET_KEY was changed, somebody has changed the record: see docs/audit.md';
  return { level: 'wrong', found: `${found}; broken at position ${brokenAt}`, mend };
}

function unnamedDatabase(mode: Settings['mode']): Finding {
  if (mode === 'production') return { level: 'wrong', found: 'none is named', mend: 'DATABASE_URL=postgresql://…' };
  const command = mode === 'preview' ? 'npm run preview' : 'npm run dev';
  return { level: 'ok', found: `PostgreSQL embedded in ${EMBEDDED_FOLDER}; ${command} starts and migrates it` };
}

function stateOf(
  host: string,
  { serverVersion, appliedCount, pending }: InspectedDatabase,
  mode: Settings['mode'],
): Finding {
  const found = `PostgreSQL ${serverVersion} at ${host}, ${appliedCount} migration(s) applied`;
  if (pending.length === 0) return { level: 'ok', found };
  const lacking = `${found}, ${pending.length} pending (${pending.join(', ')})`;
  if (mode === 'production') return { level: 'wrong', found: lacking, mend: MIGRATE };
  return { level: 'warning', found: lacking, mend: `the next start applies them, or ${MIGRATE}` };
}

export const redisCheck: Check = {
  name: 'redis',
  reads: ['REDIS_URL'],
  withinSeconds: 2,
  look: async ({ settings: { REDIS_URL: url, mode } }) => {
    if (url === undefined) return [withoutRedis(mode)];
    if (!URL.canParse(url)) {
      const mend = 'percent-encode what is not a letter or digit in its password';
      return [{ level: 'wrong', found: 'REDIS_URL cannot be read', mend }];
    }
    const { host } = new URL(url);
    try {
      return [{ level: 'ok', found: `Redis ${await readRedisVersion(url)} at ${host}` }];
    } catch (error) {
      return [{ level: 'wrong', found: `Redis at ${host} does not serve`, mend: explainRedisFailure(error) }];
    }
  },
};

function withoutRedis(mode: Settings['mode']): Finding {
  const found = 'none: counters and cache live in the process';
  if (mode !== 'production') return { level: 'ok', found };
  return { level: 'warning', found: `${found}, which must be the only one`, mend: 'REDIS_URL for a second instance' };
}

/** Asks for a picture that nobody has: a bucket of ours says that there is none. */
export const picturesCheck: Check = {
  name: 'pictures',
  reads: ['AWS_S3_ENDPOINT_URL'],
  withinSeconds: 5,
  look: async ({ settings }) => {
    const { AWS_STORAGE_BUCKET_NAME: bucket, AWS_S3_ENDPOINT_URL: endpoint } = settings;
    if (bucket === undefined) return [onDisk(settings)];
    const found = `in the bucket ${bucket} at ${endpoint === undefined ? 'Amazon S3' : new URL(endpoint).host}`;
    try {
      await getObjectStorage(settings).read('avatars/doctor');
      return [{ level: 'ok', found }];
    } catch (error) {
      return [refusedBy(found, error)];
    }
  },
};

/** Amazon says of what is not there to whoever may not list, as of what they may not see, that they may not. */
function refusedBy(bucket: string, error: unknown): Finding {
  const cause = error instanceof Problem ? error.cause : undefined;
  if (!(cause instanceof StorageRefusal) || cause.code !== 'AccessDenied') {
    const mend = 'look at AWS_*: the address, the bucket, its region, the key';
    return { level: 'wrong', found: `${bucket}, which does not serve`, mend };
  }
  const mend = 'let the key list the bucket (s3:ListBucket), and get, put and delete below avatars/';
  return { level: 'warning', found: `${bucket}, which refuses to say that a picture is not there`, mend };
}

function onDisk({ mode, REDIS_URL }: Settings): Finding {
  const found = 'on the disk of this machine';
  if (mode !== 'production') return { level: 'ok', found };
  const several = `${found}; of several instances each has its own`;
  if (REDIS_URL === undefined) return { level: 'ok', found: `${several}: AWS_* for a second one` };
  return { level: 'warning', found: several, mend: 'AWS_* for a bucket, or a disk that they share' };
}
