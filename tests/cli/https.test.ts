import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const urlOf = (path: string) => pathToFileURL(join(process.cwd(), path)).href;
const PROGRAM = `
  const { prepareHttps } = await import('${urlOf('lib/cli/https.mjs')}');
  const words = await prepareHttps(process.argv.slice(1));
  console.log(JSON.stringify({ words, address: process.env.APP_URL }));`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-https-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What `npm run dev:https` begins with, in a folder of its own and without a way out of this machine. */
async function prepare(
  env: Record<string, string>,
  ...options: string[]
): Promise<{ words: string[]; address: string }> {
  const words = ['--import', urlOf('tests/harness/loopback-only.mjs'), '--input-type=module', '-e', PROGRAM];
  // Typed as Next has it, the environment wants a NODE_ENV, which is nothing to this.
  const own = { cwd: folder, env: env as NodeJS.ProcessEnv };
  const { stdout } = await promisify(execFile)(process.execPath, [...words, '--', ...options], own);
  return JSON.parse(stdout) as { words: string[]; address: string };
}

test.each([
  ['the usual port', {}, [], 'https://localhost:3000'],
  [
    'the port that was asked for',
    { PORT: '4000', APP_URL: 'http://localhost:3000' },
    ['-p', '4001'],
    'https://localhost:4001',
  ],
  ['an address of one’s own', { APP_URL: 'https://gate.test:4443' }, [], 'https://gate.test:4443'],
])('dev:https makes the site one of https, at %s', async (_, env: Record<string, string>, options, address) => {
  expect((await prepare(env, ...options)).address).toBe(address);
});

test('dev:https hands Next a certificate, so that Next downloads nothing that makes one', async () => {
  const { words } = await prepare({});
  const [first, ...pairs] = words;
  expect(first).toBe('--experimental-https');
  const files = new Map(pairs.flatMap((word, at) => (at % 2 === 0 ? [[word, pairs[at + 1] ?? ''] as const] : [])));
  expect([...files.keys()]).toEqual(['key', 'cert', 'ca'].map((name) => `--experimental-https-${name}`));
  for (const file of files.values()) expect(existsSync(join(folder, file)), file).toBe(true);
});
