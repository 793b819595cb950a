import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { placeOutput, runFolder } from '../harness/build';
import { hasRedis, REDIS_WANTED, startRedis } from '../harness/redis';
import { startServices } from '../harness/services';
import { bareBuild } from './bare-build';
import { type Bench, say } from './bench';
import { measureBudget } from './budget';
import { measureEqualTimes } from './equal-times';
import { measurePeopleList } from './people-list';
import { measurePurge } from './purge';
import { measureStorm } from './storm';
import { measureThroughput } from './throughput';

/** What there is to measure, in this order; named on the command line, only that. */
const PARTS: Record<string, (bench: Bench) => Promise<string[]>> = {
  budget: measureBudget,
  'equal-times': measureEqualTimes,
  people: measurePeopleList,
  purge: measurePurge,
  storm: measureStorm,
  throughput: measureThroughput,
};

/** Nobody of this run comes too often; counted they are all the same. */
const NO_THROTTLE = { THROTTLE_AUTHENTICATED: '1000000000', THROTTLE_ANONYMOUS: '1000000000' };

/** One run: the build, then each part. Answers which goals were missed. */
async function run(words: readonly string[]): Promise<string[]> {
  say('Building this project with a bare route and a bare page beside it (nothing to do when nothing has changed) …');
  const built = await bareBuild();
  // What others do on the machine meanwhile falls on both sides of a ratio, but not always evenly.
  say(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} at the start`);
  const stopServices = await startServices({ isDurable: true });
  const root = await placeOutput(built, join(runFolder(), 'app'));
  const redis = await startRedis();
  const size = words.includes('--quick') ? 'quick' : words.includes('--long') ? 'long' : 'usual';
  const named = Object.keys(PARTS).filter((name) => words.includes(name));
  try {
    const missed: string[] = [];
    for (const [name, measure] of Object.entries(PARTS)) {
      if (named.length > 0 && !named.includes(name)) continue;
      missed.push(...(await measure({ root, redis, env: NO_THROTTLE, size })));
    }
    return missed;
  } finally {
    await redis.stop();
    await stopServices();
  }
}

if (hasRedis) {
  const missed = await run(process.argv.slice(2));
  say(['', ...missed].join('\n'));
  process.exitCode = missed.length === 0 ? 0 : 1;
} else {
  say(`Nothing was measured: the bench ${REDIS_WANTED}.`);
  process.exitCode = 1;
}
