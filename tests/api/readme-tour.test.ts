import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readDocument } from '../docs/documents';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const HAS_TOOLS = spawnSync('bash', ['-c', 'command -v curl']).status === 0;

it.skipIf(!HAS_TOOLS)('the tour by curl leads from a registration through activation to a session of one’s own', () => {
  const tour = readDocument('README.md').blocks.find(({ text }) => text.startsWith('JAR=$(mktemp)'));
  const script = (tour?.text ?? '').replace('http://localhost:3000', server.url);
  const { stdout, stderr, status } = spawnSync('bash', ['-ec', `${script}rm "$JAR"`], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  const ada = { first_name: 'Ada', is_activated: true };
  expect(answers).toEqual(
    [
      { next: '/activation-page' },
      { next: '/dashboard', user: expect.objectContaining(ada) as object },
      ada,
      { message: 'You are signed out.' },
      { next: '/dashboard', user: expect.objectContaining(ada) as object },
    ].map((answer) => expect.objectContaining(answer) as object),
  );
});
