import { availableParallelism, loadavg } from 'node:os';
import { type CountingProxy, type RoundTrips, roundTripsOf, startCountingProxy } from '../harness/counting-proxy';
import type { Client } from '../harness/client';
import { cloneDatabase } from '../harness/database';
import { signedInPerson } from '../harness/people';
import { hasRedis, REDIS_WANTED, startRedis, type TestRedis } from '../harness/redis';
import { startServer, type TestServer } from '../harness/server';
import { startServices } from '../harness/services';
import { bareBuild } from './bare-build';
import { loadServer, type Slot } from './load';
import { type Measured, missedGoals, type Pair, tableOf } from './report';
import { BARE, type Target, TARGETS } from './targets';

const CONNECTIONS = [1, 16, 64];
const MOST = Math.max(...CONNECTIONS);

/**
 * How much is measured: pairs of slots for each target and number of connections, and the length of a slot. Many short
 * ones: a machine's speed drifts within seconds, and what is beside each other in time is compared.
 */
const SIZES = {
  quick: { pairs: 4, slotMs: 250, warmUpMs: 1_000 },
  usual: { pairs: 20, slotMs: 250, warmUpMs: 2_000 },
  long: { pairs: 60, slotMs: 250, warmUpMs: 5_000 },
};
type Size = (typeof SIZES)[keyof typeof SIZES];

/** Nobody of this run comes too often; counted they are all the same. */
const NO_THROTTLE = { THROTTLE_AUTHENTICATED: '1000000000', THROTTLE_ANONYMOUS: '1000000000' };

function say(line: string): void {
  console.log(line);
}

/** As many people as there are connections, each with a session of their own. */
async function signIn(server: TestServer, count: number): Promise<Client[]> {
  const browsers: Client[] = [];
  while (browsers.length < count) {
    const few = Array.from({ length: Math.min(8, count - browsers.length) }, () => signedInPerson(server));
    browsers.push(...(await Promise.all(few)).map(({ browser }) => browser));
  }
  return browsers;
}

/** Behind proxies that count, on a server of its own: what counts also slows. */
async function countRoundTrips(root: string, redis: TestRedis): Promise<Map<string, RoundTrips>> {
  const database = await cloneDatabase();
  const [ofRedis, ofPostgres] = await Promise.all([startCountingProxy(redis.url), startCountingProxy(database.url)]);
  const env = { ...NO_THROTTLE, DATABASE_URL: ofPostgres.url };
  const server = await startServer({ root, redis: ofRedis, database, env });
  const trips = new Map<string, RoundTrips>();
  for (const { name, visitorOf } of [BARE, ...TARGETS]) {
    trips.set(name, await tripsOf({ redis: ofRedis, postgres: ofPostgres }, server, visitorOf));
  }
  await server.stop();
  await Promise.all([ofRedis.stop(), ofPostgres.stop()]);
  await database.drop();
  return trips;
}

async function tripsOf(
  proxies: { redis: CountingProxy; postgres: CountingProxy },
  server: TestServer,
  visitorOf: Target['visitorOf'],
): Promise<RoundTrips> {
  const browser = (await signedInPerson(server)).browser;
  const visitor = visitorOf(browser);
  const once = () => loadServer(server, [visitor], 0);
  await once();
  return roundTripsOf(proxies, once);
}

/** A slot of the target beside a slot of the bare route, in alternating order: what drifts, drifts for both. */
async function measure(server: TestServer, browsers: readonly Client[], target: Target, size: Size): Promise<Pair[]> {
  const slotOf = ({ visitorOf }: Target): Promise<Slot> => loadServer(server, browsers.map(visitorOf), size.slotMs);
  const pairs: Pair[] = [];
  while (pairs.length < size.pairs) {
    if (pairs.length % 2 === 0) pairs.push({ bare: await slotOf(BARE), own: await slotOf(target) });
    else {
      const own = await slotOf(target);
      pairs.push({ bare: await slotOf(BARE), own });
    }
  }
  return pairs;
}

/** Prints the tables as they are measured; answers which goals were missed. */
async function measureAll(server: TestServer, trips: Map<string, RoundTrips>, size: Size): Promise<string[]> {
  const browsers = await signIn(server, MOST);
  for (const { visitorOf } of [BARE, ...TARGETS]) {
    await loadServer(server, browsers.slice(0, 16).map(visitorOf), size.warmUpMs);
  }
  const missed: string[] = [];
  for (const connections of CONNECTIONS) {
    const measured: Measured[] = [];
    for (const target of TARGETS) {
      const pairs = await measure(server, browsers.slice(0, connections), target, size);
      measured.push({ target, pairs });
    }
    tableOf(connections, measured, trips).forEach(say);
    missed.push(...missedGoals(connections, measured));
  }
  return missed;
}

/** One run: the build, the round trips, the load. Answers which goals were missed. */
async function run(size: Size): Promise<string[]> {
  say('Building this project with a bare route beside it (nothing to do when nothing has changed) …');
  const root = await bareBuild();
  // What others do on the machine meanwhile falls on both sides of a ratio, but not always evenly.
  say(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} at the start`);
  const stopServices = await startServices({ isDurable: true });
  const redis = await startRedis();
  try {
    const trips = await countRoundTrips(root, redis);
    const server = await startServer({ root, redis, env: NO_THROTTLE });
    const missed = await measureAll(server, trips, size);
    await server.stop();
    return missed;
  } finally {
    await redis.stop();
    await stopServices();
  }
}

const sizeName = Object.keys(SIZES).find((name) => process.argv.includes(`--${name}`)) ?? 'usual';

if (hasRedis) {
  const missed = await run(SIZES[sizeName as keyof typeof SIZES]);
  say(['', ...missed].join('\n'));
  process.exitCode = missed.length === 0 ? 0 : 1;
} else {
  say(`Nothing was measured: the bench ${REDIS_WANTED}.`);
  process.exitCode = 1;
}
