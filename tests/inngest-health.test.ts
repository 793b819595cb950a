import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

type Compose = { services: { inngest: { healthcheck: { test: string[] } } } };
const { services } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as Compose;
const [kind, program = '', ...words] = services.inngest.healthcheck.test;

test('compose.yaml asks Inngest how it is with bash alone, and believes nothing but a 200', async () => {
  expect([kind, program]).toEqual(['CMD', 'bash']);
  let status = 200;
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/health' ? status : 404).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  // Compose takes two dollars for one.
  const own = words.map((word) => word.replaceAll('$$', '$').replace('8288', String(port)));
  const isWell = () =>
    new Promise<boolean>((resolve) => void execFile(program, own, (error) => resolve(error === null)));
  expect(await isWell()).toBe(true);
  status = 503;
  expect(await isWell()).toBe(false);
  server.close();
  await once(server, 'close');
  expect(await isWell()).toBe(false);
});
