import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whyBuild } from '@/lib/cli/build-age.mjs';

let root = '';

async function write(path: string, minute: number): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '');
  for (const changed of [file, dirname(file)]) await utimes(changed, minute * 60, minute * 60);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-build-age-'));
});

afterEach(() => rm(root, { recursive: true }));

test('a preview builds when there is no build', () => {
  expect(whyBuild(root)).toBe('there is no build yet');
});

test('a preview takes the build that is there when nothing was changed after it', async () => {
  await write('app/page.tsx', 1);
  await write('.next/complete', 2);
  await write('README.md', 3);
  expect(whyBuild(root)).toBeUndefined();
});

test.each(['app/deep/down/page.tsx', 'next.config.mjs', 'prisma/schema.prisma', 'package-lock.json'])(
  'a preview builds anew when %s was changed',
  async (path) => {
    await write('.next/complete', 2);
    await write(path, 3);
    expect(whyBuild(root)).toMatch(/ was changed after the last build$/);
  },
);

test('a file that was removed counts as a change', async () => {
  await write('lib/one.ts', 1);
  await write('lib/two.ts', 1);
  await write('.next/complete', 2);
  expect(whyBuild(root)).toBeUndefined();
  await rm(join(root, 'lib/two.ts'));
  expect(whyBuild(root)).toBe('lib was changed after the last build');
});
