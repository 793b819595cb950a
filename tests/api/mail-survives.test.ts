import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { type MailServer, startMailServer } from '../harness/mail-server';
import { newPerson, registrationOf } from '../harness/people';
import { until } from '../harness/poll';
import { startServer, type TestServer } from '../harness/server';

const REGISTRATIONS = 500;
const KILLS = 10;
/** This one takes whatever is up; the others take one instance, and its mails are anybody's at once. */
const KILL_OF_ALL = KILLS / 2;

/** `isUp` settles when it is there again; undefined while it is. */
type Instance = { server: TestServer; isUp: Promise<void> | undefined };

let smtp: MailServer;
let database: TestDatabase;
let instances: Instance[] = [];
/** The addresses whose registration was answered 201. */
const answered: string[] = [];

beforeAll(async () => {
  [smtp, database] = await Promise.all([startMailServer(), cloneDatabase()]);
  const start = async () => ({ server: await startServer({ env: smtp.env, database }), isUp: undefined });
  instances = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all(instances.map(({ server }) => server.stop()));
  await database?.drop();
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

/**
 * Registers one after the other until enough have been answered. Who gets no answer is left to their luck. One at each
 * instance: hashes of passwords that wait for each other are followed by a rest, and nothing but rests would be added.
 */
async function registerAt(instance: Instance): Promise<void> {
  while (answered.length < REGISTRATIONS) {
    await instance.isUp;
    const person = newPerson();
    const answer = await client(instance.server)
      .post('/api/register', registrationOf(person))
      .catch(() => undefined);
    if (answer?.status === 201) answered.push(person.email);
  }
}

async function powerCut(instance: Instance): Promise<void> {
  await instance.server.kill9();
  await instance.server.restart();
  instance.isUp = undefined;
}

/** Kills somebody after so many answers each, at once: while one instance starts, the other is next. */
async function killAfter(counts: readonly number[], random: () => number): Promise<void> {
  for (const [n, count] of counts.entries()) {
    const living = await until(
      `answer no. ${count}`,
      (): Instance[] | undefined => {
        const up = instances.filter(({ isUp }) => isUp === undefined);
        return answered.length >= count && up.length > 0 ? up : undefined;
      },
      120,
    );
    const struck = n === KILL_OF_ALL ? living : [living[Math.floor(random() * living.length)] as Instance];
    for (const instance of struck) instance.isUp = powerCut(instance);
  }
  await Promise.all(instances.map(async ({ isUp }) => isUp));
}

/** How often each mail came, by its Message-ID, and to whom. */
function arrivals(): Map<string, { to: string; times: number }> {
  const arrived = new Map<string, { to: string; times: number }>();
  for (const { id, to } of smtp.received) arrived.set(id, { to, times: (arrived.get(id)?.times ?? 0) + 1 });
  return arrived;
}

describe('500 registrations at two instances, which are killed with -9 ten times at random', () => {
  // asvs:2.3.3
  it('every one that was answered 201 gets exactly one mail', async () => {
    const seed = randomInt(2 ** 32);
    const random = randomFrom(seed);
    const counts = Array.from({ length: KILLS }, () => Math.floor(random() * REGISTRATIONS)).toSorted((a, b) => a - b);
    await Promise.all([killAfter(counts, random), ...instances.map(registerAt)]);
    const isEmpty = async () => {
      const { rowCount } = await database.query(`SELECT 1 FROM outbox_mails WHERE status = 'queued' LIMIT 1`);
      return rowCount === 0;
    };
    await until('the last mail to leave', isEmpty, 30);
    // With its last byte it has left; the mail server may be reading it still. What does not come at all is named below.
    const hasCome = () => answered.every((email) => smtp.received.some(({ to }) => to === email));
    await until('the last mail to come', hasCome).catch(() => undefined);
    const arrived = [...arrivals().values()];
    const mailsOf = new Map<string, number>();
    for (const { to } of arrived) mailsOf.set(to, (mailsOf.get(to) ?? 0) + 1);
    const wrong = answered.filter((email) => mailsOf.get(email) !== 1);
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    // A kill within the millisecond of a mail's last byte repeats it (docs/mail.md): the same mail, by its Message-ID.
    expect(arrived.filter(({ times }) => times > 1).length, `seed ${seed}: came twice`).toBeLessThanOrEqual(KILLS);
  }, 240_000);
});
