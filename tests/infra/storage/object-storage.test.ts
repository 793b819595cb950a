import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSettings } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { createDiskStorage } from '@/lib/infra/storage/disk-storage';
import { getObjectStorage, type ObjectStorage } from '@/lib/infra/storage/object-storage';
import { type S3Double, type S3Mood, startS3Double } from '../../harness/s3-double';

let bucket: S3Double;
let folder: string;

beforeAll(async () => {
  bucket = await startS3Double();
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-storage-'));
});
afterAll(async () => {
  await bucket.stop();
  await rm(folder, { recursive: true });
});

const newName = () => `avatars/${randomUUID()}.webp`;
const bytes = new Uint8Array([0, 255, 13, 10, 128]);

/** What an answer was in the log's words. */
async function causeOf(work: Promise<unknown>): Promise<string> {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ code: 'service_unavailable' });
  return String((problem as Problem).cause);
}

const STORAGES: [string, () => ObjectStorage][] = [
  ['s3', () => getObjectStorage(parseSettings(bucket.settings))],
  ['disk', () => createDiskStorage(folder)],
];

describe.each(STORAGES)('the storage on %s', (place, storageOf) => {
  it('gives back what it was given, and nothing after that is removed, also twice', async () => {
    const [storage, name] = [storageOf(), newName()];
    expect(storage.place).toBe(place);
    expect(await storage.read(name)).toBeNull();
    await storage.write(name, bytes);
    expect(await storage.read(name)).toEqual(bytes);
    await storage.remove(name);
    await storage.remove(name);
    expect(await storage.read(name)).toBeNull();
  });
});

describe('a bucket', () => {
  it('has each object under its name, and nothing that was not signed with our key', async () => {
    const name = newName();
    await getObjectStorage(parseSettings(bucket.settings)).write(name, bytes);
    expect(bucket.objects.get(name)).toEqual(Buffer.from(bytes));
    const foreign = getObjectStorage(parseSettings({ ...bucket.settings, AWS_SECRET_ACCESS_KEY: 'another' }));
    expect(await causeOf(foreign.write(newName(), bytes))).toContain('answered 403');
    const elsewhere = getObjectStorage(parseSettings({ ...bucket.settings, AWS_STORAGE_BUCKET_NAME: 'nothing' }));
    expect(await causeOf(elsewhere.read(name))).toContain('answered 404');
  });

  it.each<[S3Mood, RegExp]>([
    ['broken', /answered 500/],
    ['elsewhere', /fetch failed/],
    ['endless', /does not come to an end/],
    ['hanging', /timeout/i],
  ])('that is %s is an outage within five seconds', { timeout: 10_000 }, async (mood, cause) => {
    const storage = getObjectStorage(parseSettings(bucket.settings));
    bucket.be(mood);
    const startedAt = performance.now();
    expect(await causeOf(storage.read(newName()))).toMatch(cause);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    bucket.be('well');
  });

  it('that does not say what is not there gives what is, and is an outage otherwise, by its own word', async () => {
    const [storage, name] = [getObjectStorage(parseSettings(bucket.settings)), newName()];
    bucket.be('unlisted');
    await storage.write(name, bytes);
    expect(await storage.read(name)).toEqual(bytes);
    expect(await causeOf(storage.read(newName()))).toContain('answered 403 (AccessDenied) to GET');
    bucket.be('well');
  });

  it('that is not there is an outage', async () => {
    const gone = { ...bucket.settings, AWS_S3_ENDPOINT_URL: 'http://127.0.0.1:1' };
    expect(await causeOf(getObjectStorage(parseSettings(gone)).write(newName(), bytes))).toContain('fetch failed');
  });
});

describe('the disk', () => {
  it('lets nobody else read what lies there', async () => {
    await createDiskStorage(folder).write('own/picture', bytes);
    const modes = await Promise.all(['own', 'own/picture'].map(async (name) => (await stat(join(folder, name))).mode));
    expect(modes.map((mode) => mode & 0o077)).toEqual([0, 0]);
  });

  it('that cannot be written is an outage', async () => {
    await writeFile(join(folder, 'full'), '');
    expect(await causeOf(createDiskStorage(join(folder, 'full')).write(newName(), bytes))).toMatch(/ENOTDIR|EEXIST/);
  });
});
