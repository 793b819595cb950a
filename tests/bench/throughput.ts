import { type CountingProxy, type RoundTrips, roundTripsOf, startCountingProxy } from '../harness/counting-proxy';
import type { Client } from '../harness/client';
import { cloneDatabase } from '../harness/database';
import { signedInPerson } from '../harness/people';
import { startServer, type TestServer } from '../harness/server';
import { type Bench, say } from './bench';
import { signedInBrowsers } from './bench-people';
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

/** Behind proxies that count, on a server of its own: what counts also slows. */
async function countRoundTrips({ root, redis, env }: Bench): Promise<Map<string, RoundTrips>> {
  const database = await cloneDatabase();
  const [ofRedis, ofPostgres] = await Promise.all([startCountingProxy(redis.url), startCountingProxy(database.url)]);
  const server = await startServer({
    root,
    redis: ofRedis,
    database,
    env: { ...env, DATABASE_URL: ofPostgres.url },
  });
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

/** Requests per second of the API and a page as shares of a bare route's. Prints the tables; answers the missed goals. */
export async function measureThroughput(bench: Bench): Promise<string[]> {
  const size = SIZES[bench.size];
  const trips = await countRoundTrips(bench);
  const server = await startServer(bench);
  const browsers = await signedInBrowsers(server, MOST);
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
  await server.stop();
  return missed;
}
