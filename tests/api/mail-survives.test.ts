import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { type MailServer, startMailServer } from '../harness/mail-server';
import { newPerson, registrationOf } from '../harness/people';
import { until } from '../harness/poll';
import { startServer, type TestServer } from '../harness/server';

const REGISTRATIONS = 500;
const KILLS = 10;
const IN_PARALLEL = 8;

let smtp: MailServer;
let server: TestServer;
/** The addresses whose registration was answered 201. */
const answered: string[] = [];
/** Settles when the server is there again. */
let isUp: Promise<void> = Promise.resolve();

beforeAll(async () => {
  smtp = await startMailServer();
  server = await startServer({ env: smtp.env });
});
afterAll(async () => {
  await server?.stop();
  await smtp?.stop();
});

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Registers one after the other until enough have been answered. Who gets no answer is left to their luck. */
async function registerOthers(): Promise<void> {
  while (answered.length < REGISTRATIONS) {
    await isUp;
    const person = newPerson();
    const answer = await client(server)
      .post('/api/register', registrationOf(person))
      .catch(() => undefined);
    if (answer?.status === 201) answered.push(person.email);
  }
}

async function powerCut(): Promise<void> {
  await server.kill9();
  await server.restart();
}

/** Kills the server after so many answers each. */
async function killAfter(counts: readonly number[]): Promise<void> {
  for (const count of counts) {
    await until(`answer no. ${count}`, () => answered.length >= count, 120);
    isUp = powerCut();
    await isUp;
  }
}

/** How often each mail came, by its Message-ID, and to whom. */
function arrivals(): Map<string, { to: string; times: number }> {
  const arrived = new Map<string, { to: string; times: number }>();
  for (const { id, to } of smtp.received) arrived.set(id, { to, times: (arrived.get(id)?.times ?? 0) + 1 });
  return arrived;
}

describe('500 registrations, while the server is killed with -9 ten times at random', () => {
  // asvs:2.3.3
  it('every one that was answered 201 gets exactly one mail', async () => {
    const seed = randomInt(2 ** 32);
    const random = randomFrom(seed);
    const counts = Array.from({ length: KILLS }, () => Math.floor(random() * REGISTRATIONS)).toSorted((a, b) => a - b);
    await Promise.all([killAfter(counts), ...Array.from({ length: IN_PARALLEL }, registerOthers)]);
    await until(
      'the last mail',
      async () => {
        const { rowCount } = await server.database.query(`SELECT 1 FROM outbox_mails WHERE status = 'queued' LIMIT 1`);
        return rowCount === 0;
      },
      30,
    );
    const arrived = [...arrivals().values()];
    const mailsOf = new Map<string, number>();
    for (const { to } of arrived) mailsOf.set(to, (mailsOf.get(to) ?? 0) + 1);
    const wrong = answered.filter((email) => mailsOf.get(email) !== 1);
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    // A kill within the millisecond of a mail's last byte repeats it (docs/mail.md): the same mail, by its Message-ID.
    expect(arrived.filter(({ times }) => times > 1).length, `seed ${seed}: came twice`).toBeLessThanOrEqual(KILLS);
  }, 240_000);
});
