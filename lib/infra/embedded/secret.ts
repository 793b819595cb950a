import { createHmac, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What everybody who shares one embedded server must know: its password, and whom to believe on which port. */
export type Secret = string;

/** Whose password it is. */
export const SUPERUSER = 'gatehouse';

/** Ports for the keeper of one folder to try, in this order: below those that systems give to outgoing connections. */
const FIRST_PORT = 20_000;
const PORT_SPAN = 12_000;
const KEEPER_PORTS = 8;

async function readSecret(path: string): Promise<Secret | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Reads the secret of `folder`, or makes both. Of several who come at once, one makes it. */
export async function readOrCreateSecret(folder: string): Promise<Secret> {
  const path = join(folder, 'secret');
  const known = await readSecret(path);
  if (known !== undefined) return known;
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
  // A link appears whole or not at all, and only where there is none: whoever reads it reads all of one secret.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(path, 'utf8');
}

/** What only somebody who knows the secret can answer to `question`. */
export function answerTo(question: string, secret: Secret): string {
  return createHmac('sha256', secret).update(question).digest('base64url');
}

/** The same for everybody who shares the secret, and hardly ever anybody else's. */
export function portsOf(secret: Secret): { keeper: number[]; postgres: number } {
  const hash = createHmac('sha256', secret).update('ports').digest();
  const port = (index: number) => FIRST_PORT + (hash.readUInt16BE(index * 2) % PORT_SPAN);
  return { keeper: Array.from({ length: KEEPER_PORTS }, (_, index) => port(index)), postgres: port(KEEPER_PORTS) };
}
