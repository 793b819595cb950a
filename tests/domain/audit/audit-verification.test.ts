import { describe, expect, it } from 'vitest';
import { getLog } from '@/lib/core/log';
import { sealAuditEvents } from '@/lib/domain/audit-chain';
import { chainKeys } from '@/lib/domain/audit-seal';
import { checkAuditChain, verifyAuditChain } from '@/lib/domain/audit-verification';
import { diagnosisOf, linesOf } from '../../harness/doctor';
import { record, useFreshDatabase } from './record';

const { database, db } = useFreshDatabase();

async function sealed(count: number): Promise<void> {
  await record(db, count);
  await sealAuditEvents(db);
}

async function brokenAt(): Promise<number | null> {
  return (await verifyAuditChain(db)).brokenAt;
}

/** How a value of each type is changed by as little as possible, in SQL. */
const CHANGES: Record<string, (column: string) => string> = {
  uuid: (column) =>
    `overlay(${column}::text placing CASE right(${column}::text, 1) WHEN '0' THEN '1' ELSE '0' END from 36)::uuid`,
  'timestamp with time zone': (column) => `${column} + interval '1 ms'`,
  text: (column) => `CASE ${column} WHEN 'success' THEN 'failure' ELSE ${column} || ' ' END`,
  jsonb: (column) => `${column} || '{"n": 99}'`,
  bigint: (column) => `${column} + 1000`,
  bytea: (column) => `set_byte(${column}, 31, get_byte(${column}, 31) # 1)`,
};

async function columns(): Promise<{ name: string; type: string }[]> {
  const { rows } = await database.query<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = 'audit_events'`,
  );
  return rows;
}

describe('a chain', () => {
  it('of nothing is whole', async () => {
    expect(await verifyAuditChain(db)).toMatchObject({ entries: 0, brokenAt: null, unsealed: 0 });
    expect(await sealAuditEvents(db)).toEqual({ sealed: 0 });
  });

  it('is whole as long as nothing was changed, and says what is not part of it yet', async () => {
    await sealed(7);
    await record(db, 2);
    expect(await verifyAuditChain(db)).toMatchObject({ entries: 7, brokenAt: null, unsealed: 2 });
    await sealAuditEvents(db);
    expect(await verifyAuditChain(db)).toMatchObject({ entries: 9, brokenAt: null, unsealed: 0 });
  });
});

// asvs:16.4.2
describe('what is found, with its position', () => {
  it('one changed byte, in whichever column of a row', async () => {
    await sealed(5);
    const all = await columns();
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['data', 'ip', 'position', 'seal']));
    for (const { name, type } of all) {
      const change = CHANGES[type];
      if (!change) throw new Error(`say how a ${type} is changed`);
      const { rows } = await database.query(`SELECT ${name} AS before FROM audit_events WHERE position = 3`);
      const where = name === 'position' ? 'position IN (3, 1003)' : 'position = 3';
      await database.query(`UPDATE audit_events SET ${name} = ${change(name)} WHERE position = 3`);
      expect([name, await brokenAt()]).toEqual([name, 3]);
      const { before } = rows[0] as { before: unknown };
      await database.query(`UPDATE audit_events SET ${name} = $1 WHERE ${where}`, [before]);
      expect([name, await brokenAt()]).toEqual([name, null]);
    }
  });

  it.each([
    ['a value that is taken away', 'UPDATE audit_events SET actor_id = NULL WHERE position = 2', 2],
    ['a deleted row', 'DELETE FROM audit_events WHERE position = 2', 2],
    ['the first row deleted', 'DELETE FROM audit_events WHERE position = 1', 1],
    ['a row that is unsealed', 'UPDATE audit_events SET position = NULL, seal = NULL WHERE position = 4', 4],
    [
      'a deleted row, the others moved up',
      'DELETE FROM audit_events WHERE position = 2; UPDATE audit_events SET position = -position + 1; UPDATE audit_events SET position = -position',
      1,
    ],
    [
      'a swapped pair',
      'UPDATE audit_events SET position = 90 WHERE position = 2; UPDATE audit_events SET position = 2 WHERE position = 3; UPDATE audit_events SET position = 3 WHERE position = 90',
      2,
    ],
    [
      'a swapped pair of contents',
      `UPDATE audit_events a SET ip = b.ip, at = b.at, data = b.data FROM audit_events b
       WHERE (a.position, b.position) IN ((2, 3), (3, 2))`,
      2,
    ],
    [
      'an inserted row',
      `UPDATE audit_events SET position = position + 100 WHERE position >= 3;
       INSERT INTO audit_events (id, at, event, outcome, ip, user_agent, request_id, position, seal)
       SELECT gen_random_uuid(), at, event, outcome, ip, user_agent, request_id, 3, seal FROM audit_events WHERE position = 2;
       UPDATE audit_events SET position = position - 99 WHERE position > 100`,
      3,
    ],
    [
      'a row added after the end',
      `INSERT INTO audit_events (id, at, event, outcome, ip, user_agent, request_id, position, seal)
       SELECT gen_random_uuid(), at, event, outcome, ip, user_agent, request_id, 6, seal FROM audit_events WHERE position = 5`,
      6,
    ],
    ['an end that is cut off', 'DELETE FROM audit_events WHERE position > 3', 4],
    [
      'an end that is cut off, and the end moved with it',
      'DELETE FROM audit_events WHERE position > 3; UPDATE audit_chain SET position = 3',
      3,
    ],
    ['an end that is taken away', 'DELETE FROM audit_chain', 1],
    ['everything but the end taken away', 'DELETE FROM audit_events', 1],
  ])('%s', async (_, tampering, position) => {
    await sealed(5);
    await database.query(tampering);
    expect(await brokenAt()).toBe(position);
  });

  it('a chain that was made anew without the key', async () => {
    await sealed(5);
    expect((await verifyAuditChain(db, chainKeys('another SECRET_KEY, of whoever has the database'))).brokenAt).toBe(1);
  });
});

describe('a chain whose end is not as it was', () => {
  it('is not sealed on, so that nothing is buried', async () => {
    await sealed(5);
    await database.query('DELETE FROM audit_events WHERE position = 5');
    await record(db, 1);
    await expect(sealAuditEvents(db)).rejects.toThrow('the audit chain does not end where it was sealed last');
    await database.query('DELETE FROM audit_chain');
    await expect(sealAuditEvents(db)).rejects.toThrow('the audit chain does not end where it was sealed last');
  });
});

// asvs:16.3.4
describe('who is told', () => {
  it('the log, daily: of a break as an error with its position, otherwise of the length and the last seal', async () => {
    const said: unknown[] = [];
    const log = {
      ...getLog(),
      info: (...words: unknown[]) => void said.push(words),
      error: (...words: unknown[]) => void said.push(['error', ...words]),
    };
    await sealed(3);
    await checkAuditChain({ db, log });
    const whole = { entries: 3, seal: expect.stringMatching(/^[0-9a-f]{64}$/) };
    expect(said.splice(0)).toEqual([[whole, 'the audit chain is whole']]);
    await database.query(`UPDATE audit_events SET ip = '198.51.100.1' WHERE position = 2`);
    await checkAuditChain({ db, log });
    expect(said).toEqual([['error', { entries: 3, brokenAt: 2 }, 'the audit chain is broken']]);
  });

  it('npm run doctor', async () => {
    await sealed(3);
    const settings = { DATABASE_URL: database.url };
    expect(linesOf(await diagnosisOf(settings), 'audit chain')).toEqual([
      'ok 3 event(s) sealed, 0 not yet, each as it was sealed',
    ]);
    await database.query('DELETE FROM audit_events WHERE position = 2');
    expect(linesOf(await diagnosisOf(settings), 'audit chain')).toEqual([
      expect.stringMatching(/^wrong 3 event\(s\) sealed, 0 not yet; broken at position 2 → .*docs\/audit\.md$/),
    ]);
    const another = { ...settings, SECRET_KEY: 'f'.repeat(64) };
    expect(linesOf(await diagnosisOf(another), 'audit chain')[0]).toContain('broken at position 1');
    const nowhere = { DATABASE_URL: 'postgresql://127.0.0.1:1/x' };
    expect(linesOf(await diagnosisOf(nowhere), 'audit chain')).toEqual(['warning cannot be looked at → see database']);
  });
});
