import { describe, expect, it } from 'vitest';
import { catalogue, type CatalogueRow } from '@/lib/http/catalogue';
import { client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { personWithRoles } from '../harness/roles';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';
import { GROWN, type Body } from '../hostile/bodies';
import { fieldsOf, parametersOf } from '../hostile/cases';
import { makeThings, sampleFor } from '../hostile/samples';

const server = useSharedServer(WIDE_THROTTLES);

/** How much longer than something small the growing may take, in milliseconds; and how often it may be tried. */
const LONGER_MS = 200;
const TRIES = 10;

const writes = catalogue
  .filter((row: CatalogueRow) => row.method !== 'GET' && fieldsOf(row).length > 0)
  .map((row) => ({ row, endpoint: `${row.method} ${row.path}` }));

/** A long time of the processor is a long time each time; a busy machine is quick once in a while. */
async function isEverQuick(send: (body: Body) => Promise<number>, small: Body, growing: Body): Promise<boolean> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const least = await send(small);
    if ((await send(growing)) < least + LONGER_MS) return true;
  }
  return false;
}

// asvs:2.2.1
describe('texts that grow when they are normalised, in all fields at once', () => {
  it.each(writes)('cost $endpoint no more time than small ones', { timeout: 120_000 }, async ({ row }) => {
    const isForFew = typeof row.useCase.access !== 'string';
    const { browser, ...person } = isForFew ? await personWithRoles(server, ['admin']) : await signedInPerson(server);
    const sample = sampleFor(row, person, await makeThings(row, server.database));
    const path = row.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(sample[name])));
    const headers = { 'content-type': 'application/json' };
    const cookies = row.useCase.access === 'anyone' ? new Map<string, string>() : browser.cookies;
    const send = async (body: Body) => {
      const startedAt = performance.now();
      await client(server, { cookies }).raw(row.method, path, body, { headers });
      return performance.now() - startedAt;
    };
    const fields = Object.fromEntries(fieldsOf(row).map((name) => [name, sample[name]]));
    expect(parametersOf(path)).toEqual([]);
    const slow: string[] = [];
    for (const { name, bodyFor } of GROWN) {
      const small = JSON.stringify(Object.fromEntries(Object.keys(fields).map((field) => [field, 'x'])));
      if (!(await isEverQuick(send, small, bodyFor(fields)))) slow.push(name);
    }
    expect(slow).toEqual([]);
  });
});
