import { openDatabase } from '../../lib/infra/db';
import { seedPeople } from '../../lib/cli/seed/people';
import type { Client } from '../harness/client';
import { signedInWithRole } from '../harness/people';
import { startServer } from '../harness/server';
import { type Bench, say } from './bench';
import { quantile } from './load';

const PEOPLE = 100_000;
const DEEP = 1_000;
/** The median of the deep page, as a multiple of the first page's. */
const MOST_RATIO = 1.5;
/** How often each page is asked for, in turn with the others. */
const TRIES = { quick: 30, usual: 150, long: 500 };
const WARM_UPS = 10;

/** Everybody is in both, so that each has its thousandth page. */
const LISTS = [
  { name: 'the list', query: '' },
  { name: 'a search that finds everybody', query: '&search=people.example' },
];

/** How long the answer takes, in milliseconds. */
async function timeOf(browser: Client, path: string): Promise<number> {
  const askedAt = performance.now();
  const answer = await browser.get(path);
  const took = performance.now() - askedAt;
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
  return took;
}

/** The medians of the first page and the deep one, asked for in alternating order. */
async function measure(browser: Client, query: string, tries: number): Promise<{ first: number; deep: number }> {
  const times: { first: number[]; deep: number[] } = { first: [], deep: [] };
  const pages = { first: `/api/users?page=1${query}`, deep: `/api/users?page=${DEEP}${query}` };
  for (let round = 0; round < tries + WARM_UPS; round += 1) {
    for (const which of round % 2 === 0 ? (['first', 'deep'] as const) : (['deep', 'first'] as const)) {
      const took = await timeOf(browser, pages[which]);
      if (round >= WARM_UPS) times[which].push(took);
    }
  }
  return { first: quantile(times.first, 0.5), deep: quantile(times.deep, 0.5) };
}

/**
 * What a page deep in the list of people costs beside the first one. Prints medians, in milliseconds; answers the missed
 * goals.
 */
export async function measurePeopleList(bench: Bench): Promise<string[]> {
  const server = await startServer(bench);
  const db = openDatabase(server.database.url, { isPatient: true });
  await seedPeople(db, PEOPLE);
  await db.$disconnect();
  const { browser } = await signedInWithRole(server, 'admin');
  const missed: string[] = [];
  say('');
  say(`GET /api/users with ${PEOPLE} people, ${TRIES[bench.size]} interleaved tries, medians:`);
  for (const { name, query } of LISTS) {
    const { first, deep } = await measure(browser, query, TRIES[bench.size]);
    const ratio = deep / first;
    say(`${name}: page 1 ${first.toFixed(2)} ms, page ${DEEP} ${deep.toFixed(2)} ms: × ${ratio.toFixed(2)}`);
    if (ratio >= MOST_RATIO) missed.push(`missed: page ${DEEP} of ${name} takes ${ratio.toFixed(2)} times page 1`);
  }
  await server.stop();
  return missed;
}
