import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '@/lib/core/problem';
import { adoptAvatar, leaveAvatar, purgeAvatars } from '@/lib/domain/avatars';
import { inTransaction, type Context } from '@/lib/domain/context';
import { createDiskStorage } from '@/lib/infra/storage/disk-storage';
import type { ObjectStorage } from '@/lib/infra/storage/object-storage';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { useDatabase } from '../harness/use-database';

const MINUTE_MS = 60_000;

const { db } = useDatabase();
let nowMs = Date.parse('2026-11-22T08:00:00Z');
const now = () => new Date(nowMs);
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } as unknown as Context['log'];

function context(): Context {
  const client = { ip: '', userAgent: '', requestId: randomUUID() };
  const store = createMemoryStore(now);
  return { now, client, actor: null, incoming: { isBearer: false }, outgoing: {}, db, store, log, poke: () => {} };
}

let folder: string;
let storage: ObjectStorage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-avatars-'));
  storage = createDiskStorage(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const nameOf = (id: string) => `avatars/${id}.webp`;

/** A picture as an upload leaves it before it is anybody's. */
async function stored(): Promise<string> {
  const { id } = await db.avatar.create({ data: { createdAt: now() } });
  await storage.write(nameOf(id), new Uint8Array([1]));
  return id;
}

async function somebody(): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  return (await db.user.create({ data: { email, firstName: 'Robin', lastName: 'Marsh', activatedAt: now() } })).id;
}

const adopt = (userId: string, id: string) => {
  const ctx = context();
  return inTransaction(ctx, (tx) => adoptAvatar(ctx, tx, userId, id));
};
const purge = ({ dryRun = false, from = storage } = {}) =>
  purgeAvatars(context(), from, { dryRun, signal: new AbortController().signal });
const isThere = async (id: string) => (await storage.read(nameOf(id))) !== null;

describe('the job that removes pictures', () => {
  it('removes what is nobody’s any more: replaced, taken away, of somebody deleted, never adopted; and nothing else', async () => {
    const [replaced, kept, removed, orphan, abandoned] = (await Promise.all(Array.from({ length: 5 }, stored))) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const [one, two, three] = [await somebody(), await somebody(), await somebody()];
    await adopt(one, replaced);
    await adopt(one, kept);
    await adopt(two, removed);
    await adopt(three, orphan);
    await inTransaction(context(), (tx) => leaveAvatar(tx, two));
    await db.user.delete({ where: { id: three } });
    nowMs += 11 * MINUTE_MS;
    expect(await purge({ dryRun: true })).toEqual({ avatars: 4 });
    expect(await purge()).toEqual({ avatars: 4 });
    const left = await Promise.all([replaced, kept, removed, orphan, abandoned].map(isThere));
    expect(left).toEqual([false, true, false, false, false]);
    expect(await db.avatar.findMany({ select: { id: true, userId: true } })).toEqual([{ id: kept, userId: one }]);
    expect(await purge()).toEqual({ avatars: 0 });
  });

  it('waits for what is on its way, and that becomes nobody’s own too late', async () => {
    const [id, userId] = [await stored(), await somebody()];
    nowMs += 9 * MINUTE_MS;
    expect(await purge()).toEqual({ avatars: 0 });
    await expect(adopt(userId, id)).rejects.toThrow(Problem);
    nowMs += 2 * MINUTE_MS;
    expect(await purge()).toEqual({ avatars: 1 });
  });

  it('forgets none while the storage is away, and is through with all of them when it is back', async () => {
    const ids = await Promise.all(Array.from({ length: 230 }, stored));
    nowMs += 11 * MINUTE_MS;
    let calls = 0;
    const failing: ObjectStorage = {
      ...storage,
      remove: async (name) => {
        calls += 1;
        if (calls > 120) throw new Problem('service_unavailable');
        await storage.remove(name);
      },
    };
    await expect(purge({ from: failing })).rejects.toThrow(Problem);
    expect(await purge()).toEqual({ avatars: 130 });
    expect((await Promise.all(ids.map(isThere))).some(Boolean)).toBe(false);
  });
});
