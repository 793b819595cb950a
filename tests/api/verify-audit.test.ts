import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { signedInPerson, signedInWithRole } from '../harness/people';
import { until } from '../harness/poll';
import { useServer } from '../harness/use-server';

const server = useServer();

describe('200', () => {
  // asvs:16.4.2
  it('says that the record is whole, and after one changed byte where it is not', async () => {
    const { browser } = await signedInWithRole(server, 'admin');
    await until('everything to be sealed', async () => {
      const { rows } = await server.database.query('SELECT 1 FROM audit_events WHERE position IS NULL');
      return rows.length === 0;
    });
    const { body: whole } = await browser.get('/api/audit/verify');
    expect(whole).toEqual({ ok: true, entries: expect.any(Number), broken_at: null, unsealed: 0 });
    expect(whole['entries']).toBeGreaterThanOrEqual(2);
    await server.database.query(`UPDATE audit_events SET ip = overlay(ip placing '9' from 1) WHERE position = 2`);
    const { body: broken } = await browser.get('/api/audit/verify');
    expect(broken).toMatchObject({ ok: false, broken_at: 2 });
  });
});

describe('401, 403', () => {
  it('is for those with audit.read alone', async () => {
    expect((await client(server).get('/api/audit/verify')).status).toBe(401);
    const { browser } = await signedInPerson(server);
    const answer = await browser.get('/api/audit/verify');
    expect([answer.status, answer.body['code']]).toEqual([403, 'forbidden']);
  });
});
