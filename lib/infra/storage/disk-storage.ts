import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '@/lib/core/problem';
import type { ObjectStorage } from './object-storage';

/** Files below `folder`, by their names. It is made where it is missing. */
export function createDiskStorage(folder: string): ObjectStorage {
  const pathOf = (name: string) => join(folder, name);
  return {
    place: 'disk',
    write: (name, bytes) => orUnavailable(() => writeDurably(pathOf(name), bytes)),
    read: (name) => orUnavailable(() => readIfThere(pathOf(name))),
    remove: (name) => orUnavailable(() => rm(pathOf(name), { force: true })),
  };
}

/** Nobody asks for a file that is still being written: its name is told when this is done. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A full or read-only disk is an outage to whoever asks; what it was is for the log. */
async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Problem('service_unavailable', { cause });
  }
}
