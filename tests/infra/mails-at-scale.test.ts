import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countMails, readMailPage } from '@/lib/domain/mails';
import { MAIL_STATUSES } from '@/lib/shared/mail-words';
import { addPerson } from '../harness/add-person';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { openRecorded, type Recorded, scansOf } from './recorded-statements';

/** Of a hundred mails each; none is older than the others of its kind. */
const SHARES = { sent: 75, waiting: 10, tried: 5, handed: 5 };
const MAILS = 20_000;

let database: TestDatabase;
let recorded: Recorded;

beforeAll(async () => {
  database = await cloneDatabase();
  recorded = openRecorded(database.url);
  const userId = await addPerson(database);
  const { sent, waiting, tried, handed } = SHARES;
  await database.query(
    `INSERT INTO outbox_mails (id, template, user_id, payload, status, attempts, next_attempt_at, sent_at)
     SELECT gen_random_uuid(), 'activation', $1, CASE WHEN n % 100 < $2::int THEN NULL ELSE 'sealed' END,
       (CASE WHEN n % 100 < $2 THEN 'sent' WHEN n % 100 < $3::int THEN 'queued' WHEN n % 100 < $4::int THEN 'handed_over' ELSE 'dead' END)::mail_status,
       CASE WHEN n % 100 >= $2 AND n % 100 < $5::int THEN 0 ELSE 1 END, now(),
       CASE WHEN n % 100 < $2 THEN now() END
     FROM generate_series(1, $6::int) n`,
    [userId, sent, sent + waiting + tried, sent + waiting + tried + handed, sent + waiting, MAILS],
  );
  await database.query(
    "BEGIN; SET LOCAL synchronous_commit = on; SELECT pg_logical_emit_message(true, '', ''); COMMIT",
  );
  await database.query('VACUUM (ANALYZE) outbox_mails');
});
afterAll(async () => {
  await recorded?.db.$disconnect();
  await database?.drop();
});

describe('with 20,000 mails', () => {
  it.each([undefined, ...MAIL_STATUSES])('a page of those %s is read in an index, a deep one too', async (status) => {
    for (const cursor of [undefined, '40000000-0000-4000-8000-000000000000']) {
      const { result, statements } = await recorded.record(() => readMailPage(recorded.db, { status, cursor }));
      expect(result.mails).toHaveLength(50);
      const [first] = statements;
      const index = status === undefined ? 'outbox_mails_pkey' : 'outbox_mails_status_id_attempts_idx';
      expect(first && (await scansOf(database, first))).toEqual([`Index Scan ${index}`]);
    }
  });

  it('all are counted in one statement, none of them in the table, and none beyond what is said', async () => {
    const { result, statements } = await recorded.record(() => countMails(recorded.db));
    expect(result).toEqual({ sent: 10_000, queued: 2_000, failed: 1_000, handed_over: 1_000, dead: 1_000 });
    expect(statements).toHaveLength(1);
    const scans = await Promise.all(statements.map((statement) => scansOf(database, statement)));
    expect(scans.flat()).toHaveLength(MAIL_STATUSES.length);
    expect(scans.flat().filter((scan) => !scan.startsWith('Index Only Scan outbox_mails_status_'))).toEqual([]);
  });
});
