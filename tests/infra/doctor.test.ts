import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyMigrations } from '@/lib/infra/migrations';
import { addPerson } from '../harness/add-person';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { linesOf, diagnosisOf } from '../harness/doctor';
import { startS3Double } from '../harness/s3-double';
import { hasRedis, REDIS_WANTED, startRedis } from '../harness/redis';

describe('of a database, npm run doctor', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await cloneDatabase({ isEmpty: true });
  });
  afterEach(() => database.drop());

  it('says its version and its migrations, and that pending ones are wrong in production only', async () => {
    const { url: DATABASE_URL } = database;
    const pending = await diagnosisOf({ DATABASE_URL });
    expect(linesOf(pending, 'database')).toEqual([
      expect.stringMatching(/^warning PostgreSQL \d+\.\d+ .*0 migration\(s\) applied, \d+ pending \(\d+_the_gate/),
    ]);
    const inProduction = await diagnosisOf({ DATABASE_URL, NODE_ENV: 'production' });
    expect(linesOf(inProduction, 'database')[0]).toMatch(/^wrong .* pending .* → npm run db:migrate$/);
    expect((await database.query('SELECT 1 FROM pg_tables WHERE schemaname = $1', ['public'])).rows).toEqual([]);
    await applyMigrations(DATABASE_URL);
    expect(linesOf(await diagnosisOf({ DATABASE_URL }), 'database')).toEqual([
      expect.stringMatching(/^ok PostgreSQL \d+\.\d+ at \S+, \d+ migration\(s\) applied$/),
    ]);
  });

  it('warns where its locale knows no small letters but those of ASCII', async () => {
    const name = `${new URL(database.url).pathname.slice(1)}_c`;
    const url = new URL(database.url);
    url.pathname = name;
    const { rows } = await database.query<{ isNew: boolean }>(
      `SELECT current_setting('server_version_num')::int >= 150000 AS "isNew"`,
    );
    // Before 15 there is no other provider that a database could get.
    const provider = rows[0]?.isNew ? 'LOCALE_PROVIDER libc' : '';
    await database.query(`CREATE DATABASE ${name} TEMPLATE template0 ${provider} LC_COLLATE 'C' LC_CTYPE 'C'`);
    try {
      expect(linesOf(await diagnosisOf({ DATABASE_URL: url.href }), 'database')).toEqual([
        expect.stringMatching(/^warning PostgreSQL /),
        expect.stringMatching(/^warning its locale writes only A to Z small: .* → .*LC_CTYPE/),
      ]);
    } finally {
      await database.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  });
});

describe('of the jobs, npm run doctor', () => {
  it('says which are overdue, which failed, and that mail does not leave', async () => {
    const database = await cloneDatabase();
    try {
      const { url: DATABASE_URL } = database;
      expect(linesOf(await diagnosisOf({ DATABASE_URL }), 'jobs')).toEqual([
        expect.stringMatching(/^ok in the process: deliver-mail every 5 seconds/),
      ]);
      const names = { first: 'Robin', last: 'Marsh', password: 'correct horse battery staple' };
      const userId = await addPerson(database, { ...names, email: 'robin@example.com' });
      await database.query(
        `INSERT INTO jobs (name, next_due_at, last_outcome, last_error)
         VALUES ('relay-outbox', now() - interval '21 min', 'done', NULL), ('purge-expired', NULL, 'failed', 'hunter2')`,
      );
      await database.query(
        `INSERT INTO outbox_mails (id, template, user_id, status, created_at, next_attempt_at)
         SELECT gen_random_uuid(), 'activation', $1, status::mail_status, now() - interval '1 hour', now() - interval '1 hour'
         FROM unnest(ARRAY['queued', 'dead']) AS status`,
        [userId],
      );
      const diagnosis = await diagnosisOf({ DATABASE_URL });
      expect(linesOf(diagnosis, 'jobs').slice(1)).toEqual([
        expect.stringMatching(/^warning relay-outbox has been due for 21 minutes, and nobody runs it → /),
        expect.stringMatching(/^warning purge-expired failed last → .*npm run jobs -- run purge-expired$/),
        expect.stringMatching(/^warning mail has been due for 60 minutes, and nobody takes it up/),
        expect.stringMatching(/^warning 1 mail\(s\) were given up → /),
      ]);
      expect(diagnosis.lines.join('\n')).not.toContain('hunter2');
    } finally {
      await database.drop();
    }
  });
});

describe('of a bucket for pictures, npm run doctor', () => {
  it('says that it serves, and that it is wrong when it takes no key of ours or is not there', async () => {
    const bucket = await startS3Double();
    try {
      const { settings } = bucket;
      expect(linesOf(await diagnosisOf(settings), 'pictures')).toEqual([
        expect.stringMatching(/^ok in the bucket pictures at 127\.0\.0\.1:\d+$/),
      ]);
      const wrong = [
        { ...settings, AWS_SECRET_ACCESS_KEY: 'another key than the bucket has' },
        { ...settings, AWS_S3_ENDPOINT_URL: 'http://127.0.0.1:1' },
      ];
      for (const mistaken of wrong) {
        const [line] = linesOf(await diagnosisOf(mistaken), 'pictures');
        expect(line).toMatch(/^wrong in the bucket pictures .*, which does not serve → look at AWS_\*/);
      }
      bucket.be('unlisted');
      expect(linesOf(await diagnosisOf(settings), 'pictures')).toEqual([
        expect.stringMatching(/^warning .*, which refuses to say that a picture is not there → .*ListBucket/),
      ]);
    } finally {
      await bucket.stop();
    }
  });
});

describe('of pictures on the disk, npm run doctor', () => {
  it('says that all is well for one instance, and warns where production has Redis, for several', async () => {
    const one = { NODE_ENV: 'production' };
    expect(linesOf(await diagnosisOf(one), 'pictures')).toEqual([expect.stringMatching(/^ok on the disk of /)]);
    const several = await diagnosisOf({ ...one, REDIS_URL: 'redis://127.0.0.1:1' });
    expect(linesOf(several, 'pictures')).toEqual([
      expect.stringMatching(
        /^warning on the disk of .*each has its own → AWS_\* for a bucket, or a disk that they share/,
      ),
    ]);
  });
});

describe.skipIf(!hasRedis)(`of a Redis, npm run doctor (${REDIS_WANTED})`, () => {
  it('says its version, and what stands in its way', async () => {
    const redis = await startRedis();
    const { host } = new URL(redis.url);
    try {
      expect(linesOf(await diagnosisOf({ REDIS_URL: redis.url }), 'redis')).toEqual([
        expect.stringMatching(`^ok Redis \\d+\\.\\d+\\.\\d+ at ${host}$`),
      ]);
      const strange = await diagnosisOf({ REDIS_URL: `redis://somebody:hunter2hunter2@${host}` });
      expect(linesOf(strange, 'redis')[0]).toMatch(/^wrong .* it refused the password: mend REDIS_URL$/);
    } finally {
      await redis.stop();
    }
  });
});
