import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inTransaction, type Context } from '@/lib/domain/context';
import { openPayload } from '@/lib/domain/outbox';
import { findPasswordLink, issuePasswordLink } from '@/lib/domain/password-links';
import { answerResetRequests, noteResetRequest } from '@/lib/domain/reset-requests';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { useDatabase } from '../harness/use-database';

const HOUR_MS = 3_600_000;

const { database, db } = useDatabase();
let nowMs = Date.parse('2026-11-22T08:00:00Z');
let errors: string[] = [];

const now = () => new Date(nowMs);
const keep = (_: unknown, words?: string) => void errors.push(words ?? '');
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: keep } as unknown as Context['log'];

function contextOf(ip: string): Context {
  const client = { ip, userAgent: '', requestId: randomUUID() };
  const store = createMemoryStore(now);
  return { now, client, actor: null, incoming: { isBearer: false }, outgoing: {}, db, store, log, poke: () => {} };
}

/** Somebody with an account. */
async function somebody(): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@example.com`;
  const { id } = await db.user.create({ data: { email, firstName: 'Robin', lastName: 'Marsh', activatedAt: now() } });
  return { id, email };
}

const ask = (email: string, ip = '203.0.113.9') => {
  const ctx = contextOf(ip);
  return inTransaction(ctx, (tx) => noteResetRequest(ctx, tx, email));
};
const runJob = () => answerResetRequests(contextOf(''));
const mailsOf = (userId: string) => db.outboxMail.findMany({ where: { userId }, orderBy: { id: 'asc' } });
const openLinks = (userId: string) => db.challenge.count({ where: { userId, usedAt: null, closedAt: null } });

describe('the job that answers requests for a reset link', () => {
  // asvs:2.3.4
  it('answers each once, however many run at the same time', async () => {
    const people = [await somebody(), await somebody(), await somebody()];
    for (const { email } of people) await ask(email);
    const runs = await Promise.all(Array.from({ length: 8 }, runJob));
    expect(runs.reduce((sum, { answered }) => sum + answered, 0)).toBe(3);
    for (const { id } of people) expect([await mailsOf(id), await openLinks(id)]).toMatchObject([[{}], 1]);
  });

  it('says in the mail who asked and when, however late it comes, and lets the link hold from then on', async () => {
    const { id, email } = await somebody();
    const askedAt = now().toISOString();
    await ask(email, '198.51.100.7');
    nowMs += HOUR_MS;
    await runJob();
    const [mail] = await mailsOf(id);
    const props = openPayload(mail?.payload ?? '');
    expect(props).toMatchObject({ issuedAt: now().toISOString(), request: { ip: '198.51.100.7', at: askedAt } });
    const token = String(props['link']).split('/').at(-1) ?? '';
    nowMs += 1800 * 1000 - 1;
    expect((await findPasswordLink(contextOf(''), token))?.isUsable).toBe(true);
    nowMs += 1;
    expect((await findPasswordLink(contextOf(''), token))?.isUsable).toBe(false);
  });

  it('leaves one good link of several requests', async () => {
    const { id, email } = await somebody();
    for (const _ of 'abc') await ask(email);
    await Promise.all([runJob(), runJob()]);
    expect([(await mailsOf(id)).length, await openLinks(id)]).toEqual([3, 1]);
  });

  it('puts off what fails, answers the others meanwhile, and gives up in the end, with an error in the log', async () => {
    const [unlucky, other] = [await somebody(), await somebody()];
    await database.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no mail for them'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON outbox_mails FOR EACH ROW
        WHEN (NEW.user_id = '${unlucky.id}') EXECUTE FUNCTION refuse()`);
    await ask(unlucky.email);
    await ask(other.email);
    expect(await runJob()).toEqual({ answered: 1, failed: 1 });
    expect([await mailsOf(other.id), await openLinks(unlucky.id)]).toMatchObject([[{}], 0]);
    expect(await runJob()).toEqual({ answered: 0, failed: 0 });
    for (let n = 2; n <= 5; n += 1) {
      expect(errors).toEqual([]);
      nowMs += HOUR_MS;
      expect(await runJob()).toEqual({ answered: 0, failed: 1 });
    }
    expect(errors).toEqual(['a request for a reset link was given up']);
    expect(await db.resetRequest.count()).toBe(0);
    errors = [];
  });

  it('works through a flood in pieces', async () => {
    const client = { ip: '203.0.113.9', userAgent: '', requestId: 'x', nextAttemptAt: now() };
    const data = Array.from({ length: 201 }, (_, n) => ({ email: `nobody-${n}@example.com`, ...client }));
    await db.resetRequest.createMany({ data });
    expect((await runJob()).answered).toBe(200);
    expect((await runJob()).answered).toBe(1);
  });
});

describe('an invitation', () => {
  it('holds for 72 hours, through any request for a reset, until a newer one', async () => {
    const { id, email } = await somebody();
    const invite = async () => {
      const ctx = contextOf('');
      const { link } = await inTransaction(ctx, (tx) => issuePasswordLink(ctx, tx, id, 'invitation'));
      return link.split('/').at(-1) ?? '';
    };
    const isUsable = async (token: string) => (await findPasswordLink(contextOf(''), token))?.isUsable;
    const earlier = await invite();
    const token = await invite();
    await ask(email);
    await runJob();
    expect([await isUsable(earlier), await isUsable(token)]).toEqual([false, true]);
    nowMs += 72 * HOUR_MS - 1;
    expect(await isUsable(token)).toBe(true);
    nowMs += 1;
    expect(await isUsable(token)).toBe(false);
  });
});

describe('the database', () => {
  it('takes no link to set a password that hangs on a registration or has a code of six digits', async () => {
    const { id } = await somebody();
    const link = { purpose: 'reset' as const, userId: id, expiresAt: new Date(nowMs + HOUR_MS), createdAt: now() };
    const tokenHash = new Uint8Array(32).fill(7);
    await expect(db.challenge.create({ data: { ...link, tokenHash, codeHash: 'x' } })).rejects.toThrow(
      'challenges_only_activation_has_registration_and_code',
    );
  });
});
