import { getEnv } from '@/lib/core/env';
import { addSeconds } from '@/lib/core/time';
import { countEndedRows, deleteEndedRows, type EndedRows, throughBatches } from '@/lib/infra/ended-rows';
import type { Context } from './context';
import type { JobHow, JobReport } from './job';

const DAY = 24 * 60 * 60;

/** Rows of one statement: some ten milliseconds of work, and what is held in memory is a count. */
const BATCH = 2_000;

type Purge = EndedRows & {
  /** Its name in the report. */
  what: string;
  /** How long a row stays after its end, in seconds. */
  keptSeconds: () => number;
};

/**
 * What is deleted, in this order: sessions after their tokens, so that none drags thousands of them along.
 *
 * - A refresh token is refused by what is sealed in it once its end has come, so its row can tell nothing any more; until
 *   then a spent one is what gives a thief away. The day is for instances whose clocks differ.
 * - A revoked session stays for as long as tokens of it may be presented, and a day.
 * - A code or link stays a month, so that who comes late is told why it does not work, and who clicks twice that all is
 *   well. An invitation stays while it is waited for: it tells `purge-unactivated` whom to spare.
 * - A registration that was activated or closed has nothing to give any more. One that sessions still refer to stays: without
 *   it, they would look like sessions of the person.
 * - A mail that was delivered stays a month. One that was not, and was given up, stays until somebody has seen to it.
 *
 * The record of what happened is kept for good (`docs/audit.md`).
 */
const PURGES: readonly Purge[] = [
  { what: 'refreshTokens', table: 'refresh_tokens', endedAt: 'expires_at', keptSeconds: () => DAY },
  { what: 'sessions', table: 'sessions', endedAt: 'expires_at', keptSeconds: () => DAY },
  {
    what: 'revocations',
    table: 'sessions',
    endedAt: 'revoked_at',
    keptSeconds: () => getEnv().REFRESH_TOKEN_SECONDS + DAY,
  },
  {
    what: 'codesAndLinks',
    table: 'challenges',
    endedAt: 'expires_at',
    keptSeconds: () => 30 * DAY,
    only: `(t.purpose <> 'invitation' OR (SELECT u.activated_at FROM users u WHERE u.id = t.user_id) IS NOT NULL)`,
  },
  {
    what: 'registrations',
    table: 'registrations',
    endedAt: 'created_at',
    keptSeconds: () => 30 * DAY,
    only: `(t.activated_at IS NOT NULL OR t.closed_at IS NOT NULL)
      AND (SELECT 1 FROM sessions s WHERE s.registration_id = t.id LIMIT 1) IS NULL`,
  },
  { what: 'deliveredMails', table: 'outbox_mails', endedAt: 'sent_at', keptSeconds: () => 30 * DAY },
];

/** Deletes what has ended and nobody will ask for again, in batches; a dry run only counts. */
export async function purgeExpired({ db, now }: Context, { dryRun, signal }: JobHow): Promise<JobReport> {
  const report: JobReport = {};
  for (const purge of PURGES) {
    const until = addSeconds(now(), -purge.keptSeconds());
    report[purge.what] = dryRun
      ? await countEndedRows(db, purge, until)
      : await throughBatches({ until, limit: BATCH, signal }, (batch) => deleteEndedRows(db, purge, batch));
  }
  return report;
}
