import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity, connect, createServer } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireCertificate } from '@/lib/cli/certificate.mjs';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-certificate-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Whether a client that trusts this certificate alone takes it for `name`'s. */
async function isTaken({ key, cert }: { key: string; cert: string }, name: string): Promise<boolean> {
  const files = { key: await readFile(key), cert: await readFile(cert) };
  const server = createServer(files).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({
    port,
    host: '127.0.0.1',
    ca: files.cert,
    checkServerIdentity: (_, peer) => checkServerIdentity(name, peer),
  });
  // Fails with the error of the socket.
  const isTrusted = await once(socket, 'secureConnect').then(
    () => socket.authorized,
    () => false,
  );
  socket.destroy();
  server.close();
  return isTrusted;
}

test('the certificate of development is for this machine’s names, and for no other', async () => {
  const files = await requireCertificate(folder, 'localhost');
  expect(await isTaken(files, 'localhost')).toBe(true);
  expect(await isTaken(files, '127.0.0.1')).toBe(true);
  expect(await isTaken(files, 'gate.test')).toBe(false);
  expect((await stat(files.key)).mode & 0o777).toBe(0o600);
});

test('it stays the same until another name is wanted', async () => {
  const { cert } = await requireCertificate(folder, 'localhost');
  const first = await readFile(cert, 'utf8');
  await requireCertificate(folder, '[::1]');
  expect(await readFile(cert, 'utf8')).toBe(first);
  const files = await requireCertificate(folder, 'gate.test');
  expect(await readFile(cert, 'utf8')).not.toBe(first);
  expect(await isTaken(files, 'gate.test')).toBe(true);
  expect(await isTaken(files, 'localhost')).toBe(true);
});
