import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { announceChange, followChanges } from '@/lib/infra/change-feed';
import { connectDatabase, disconnectDatabase, type Db } from '@/lib/infra/db';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { until } from '../harness/poll';

let database: TestDatabase;
let db: Db;
const feeds: (() => void)[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  db = connectDatabase(database.url);
});
afterEach(() => feeds.splice(0).forEach((stop) => stop()));
afterAll(async () => {
  await disconnectDatabase();
  await database.drop();
});

/** What the feed told the views, in order. */
function follow(source: Parameters<typeof followChanges>[0] = { url: database.url, db }) {
  const told: string[] = [];
  const stop = followChanges(source, {
    lose: (ground) => void told.push(`lost ${ground}`),
    regain: (ground) => void told.push(`heard ${ground}`),
    distrust: (keys) => void told.push(...keys),
  });
  feeds.push(stop);
  return told;
}

const heard = (told: string[], word: string) => until(word, () => told.includes(word));

describe('the feed of changes', () => {
  it('tells of a change when it is committed, and not of one that is rolled back', async () => {
    const told = follow();
    await heard(told, 'heard feed');
    await db
      .$transaction(async (tx) => {
        await announceChange(tx, ['session:undone']);
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await db.$transaction((tx) => announceChange(tx, ['session:one', 'person:two']));
    await heard(told, 'person:two');
    expect(told).toContain('session:one');
    expect(told).not.toContain('session:undone');
  });

  it('carries any number of keys', async () => {
    const told = follow();
    await heard(told, 'heard feed');
    const keys = Array.from(
      { length: 1_000 },
      (_, n) => `session:00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    );
    await db.$transaction((tx) => announceChange(tx, keys));
    await heard(told, keys.at(-1) ?? '');
    expect(told.filter((key) => key.startsWith('session:0000'))).toEqual(keys);
  });

  it('is not put off by messages that are not ours', async () => {
    const told = follow();
    await heard(told, 'heard feed');
    for (const text of ['', 'garbage', '{"changed":7}', 'null']) {
      await database.query('SELECT pg_notify($1, $2)', ['gatehouse_changes', text]);
    }
    await db.$transaction((tx) => announceChange(tx, ['session:after']));
    await heard(told, 'session:after');
    expect(told).toEqual(['heard feed', 'session:after']);
  });

  it('says so when its connection is cut, comes back by itself, and hears again', async () => {
    const told = follow();
    await heard(told, 'heard feed');
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'gatehouse changes' AND datname = current_database()`,
    );
    await heard(told, 'lost feed');
    await until('the feed to be back', () => told.lastIndexOf('heard feed') > told.indexOf('lost feed'));
  });

  it('does not count as hearing where messages are not passed on', async () => {
    const elsewhere = await cloneDatabase();
    const deaf = new Client({ connectionString: elsewhere.url });
    await deaf.connect();
    try {
      // What it sends to itself goes to another database, as if a pooler had lost it.
      const told = follow({ url: database.url, db: { $queryRaw: (async () => deaf.query('SELECT 1')) as never } });
      await heard(told, 'lost feed');
      expect(told).not.toContain('heard feed');
    } finally {
      await deaf.end();
      await elsewhere.drop();
    }
  });
});
