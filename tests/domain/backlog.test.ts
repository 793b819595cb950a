import { describe, expect, it } from 'vitest';
import { mailTrouble, overdueJobs, readBacklog } from '@/lib/domain/backlog';
import { addPerson } from '../harness/add-person';
import { useDatabase } from '../harness/use-database';

const { database, db } = useDatabase();

type Mail = { status?: 'queued' | 'handed_over' | 'sent' | 'dead'; madeAgo: string; dueIn?: string; sentAgo?: string };

/** The only mails there are; times as PostgreSQL's intervals. */
async function mailsAre(mails: readonly Mail[]): Promise<void> {
  await database.query('DELETE FROM outbox_mails');
  const names = { first: 'Robin', last: 'Marsh', password: 'correct horse battery staple' };
  const { rows } = await database.query<{ id: string }>('SELECT id FROM users LIMIT 1');
  const userId = rows[0]?.id ?? (await addPerson(database, { ...names, email: 'robin@example.com' }));
  for (const { status = 'queued', madeAgo, dueIn = '0', sentAgo } of mails) {
    await database.query(
      `INSERT INTO outbox_mails (id, template, user_id, status, created_at, next_attempt_at, sent_at)
       VALUES (gen_random_uuid(), 'activation', $1, $2, now() - $3::interval, now() + $4::interval, now() - $5::interval)`,
      [userId, status, madeAgo, dueIn, sentAgo],
    );
  }
}

describe('the queue of mails', () => {
  it('is no trouble while it is empty, young, or moving, however many were given up', async () => {
    await mailsAre([]);
    expect(mailTrouble(await readBacklog(db))).toBeUndefined();
    await mailsAre([
      { madeAgo: '2 hours', dueIn: '1 hour' },
      { status: 'sent', madeAgo: '2 min', sentAgo: '1 min' },
    ]);
    expect(mailTrouble(await readBacklog(db))).toBeUndefined();
    await mailsAre([
      { madeAgo: '1 min', dueIn: '-1 min' },
      { status: 'dead', madeAgo: '2 days' },
    ]);
    const backlog = await readBacklog(db);
    expect(mailTrouble(backlog)).toBeUndefined();
    expect(backlog.mail).toMatchObject({ queued: 1, dead: 1, oldestSeconds: expect.closeTo(60, -1) as unknown });
  });

  it('is trouble when nobody takes up what is due, or nothing takes what is sent', async () => {
    await mailsAre([{ madeAgo: '10 min', dueIn: '-6 min' }]);
    expect(mailTrouble(await readBacklog(db))).toMatch(/^mail has been due for 6 minutes, and nobody/);
    await mailsAre([{ madeAgo: '1 min' }, { status: 'handed_over', madeAgo: '20 min', dueIn: '-8 min' }]);
    expect(mailTrouble(await readBacklog(db))).toMatch(/^mail has been due for 8 minutes, and nobody/);
    await mailsAre([
      { madeAgo: '20 min', dueIn: '5 min' },
      { status: 'sent', madeAgo: '1 hour', sentAgo: '30 min' },
    ]);
    expect(mailTrouble(await readBacklog(db))).toMatch(/^1 mail\(s\) wait, and none goes out/);
  });
});

describe('the jobs', () => {
  it('are overdue ten minutes after their time, but for those that somebody runs, and those that are no more', async () => {
    await database.query(
      `INSERT INTO jobs (name, next_due_at, lease_until, lease_holder, last_started_at, last_finished_at, last_outcome)
       VALUES ('relay-outbox', now() - interval '11 min', NULL, NULL, now() - interval '15 min', now() - interval '14 min', 'failed'),
              ('purge-expired', now() - interval '11 min', now() + interval '30 s', gen_random_uuid(), NULL, NULL, NULL),
              ('refresh-role-cache', now() - interval '1 min', NULL, NULL, NULL, NULL, NULL),
              ('of-another-release', now() - interval '1 year', NULL, NULL, NULL, NULL, NULL)`,
    );
    const backlog = await readBacklog(db);
    expect(overdueJobs(backlog)).toEqual(['relay-outbox']);
    expect(backlog.jobs.find(({ name }) => name === 'relay-outbox')).toMatchObject({
      outcome: 'failed',
      durationSeconds: 60,
    });
    expect(backlog.jobs.map(({ name }) => name)).not.toContain('of-another-release');
  });
});
