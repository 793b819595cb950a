import { setTimeout as pause } from 'node:timers/promises';
import { signedInPerson, type Person } from '../harness/people';
import { nextAddress } from '../harness/client';
import { startServer, type TestServer } from '../harness/server';
import { type Bench, say } from './bench';
import { activatedPeople } from './bench-people';
import { loadServer, paceServer, quantile, type Visitor } from './load';
import { residentMiB } from './process-group';
import { cookieHeader } from './targets';

const SIGN_INS_AT_ONCE = 64;
/** Requests of /api/me a second, each sent when its time has come, whether or not the one before is answered. */
const PACE = 50;
/** Slots without and with the storm, in turn, and their length. */
const SIZES = {
  quick: { slots: 2, slotMs: 4_000 },
  usual: { slots: 5, slotMs: 6_000 },
  long: { slots: 10, slotMs: 10_000 },
};
/** The p99 of /api/me in the storm, as a multiple of the idle one. */
const MOST_SLOWDOWN = 3;
/** The last storm may need this much of the first one's memory. */
const MOST_GROWTH = 1.2;

function signingIn({ email, password }: Person): Visitor {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': nextAddress() };
  return { method: 'POST', path: '/api/login', headers: () => headers, body: JSON.stringify({ email, password }) };
}

type Storm = { signIns: number; peakMiB: number; times: number[] };

/** One slot: `me` at its pace while everybody signs in, over and over; the memory of the server, watched meanwhile. */
async function weather(server: TestServer, me: Visitor, people: readonly Person[], slotMs: number): Promise<Storm> {
  const over = new AbortController();
  const watched = watchMemory(server, over.signal);
  const storm = people.length === 0 ? null : loadServer(server, people.map(signingIn), slotMs);
  // Until everybody is at it.
  await pause(500);
  const times = await paceServer(server, me, { perSecond: PACE, milliseconds: slotMs - 1_000 });
  const signIns = (await storm)?.requests ?? 0;
  over.abort();
  return { signIns, times, peakMiB: await watched };
}

async function watchMemory(server: TestServer, over: AbortSignal): Promise<number> {
  let peak = 0;
  while (!over.aborted) {
    peak = Math.max(peak, residentMiB(server.pid() ?? 0));
    await pause(50);
  }
  return peak;
}

/**
 * What a storm of sign-ins does to everybody else: the p99 of /api/me, in milliseconds, and the server's memory, in MiB.
 * Prints both; answers the missed goals.
 */
export async function measureStorm(bench: Bench): Promise<string[]> {
  const { slots, slotMs } = SIZES[bench.size];
  const server = await startServer(bench);
  const people = await activatedPeople(server, SIGN_INS_AT_ONCE);
  const { browser } = await signedInPerson(server);
  const me: Visitor = { method: 'GET', path: '/api/me', headers: () => cookieHeader(browser) };
  await weather(server, me, people, 2_000);
  const [calm, storms]: [Storm[], Storm[]] = [[], []];
  while (storms.length < slots) {
    calm.push(await weather(server, me, [], slotMs));
    storms.push(await weather(server, me, people, slotMs));
  }
  await server.stop();
  return judge(calm, storms, (slots * slotMs) / 1000);
}

function judge(calm: readonly Storm[], storms: readonly Storm[], seconds: number): string[] {
  const p99 = (weathers: readonly Storm[]) =>
    quantile(
      weathers.flatMap(({ times }) => times),
      0.99,
    );
  const p50 = (weathers: readonly Storm[]) =>
    quantile(
      weathers.flatMap(({ times }) => times),
      0.5,
    );
  const slowdown = p99(storms) / p99(calm);
  const growth = (storms.at(-1)?.peakMiB ?? 0) / (storms[0]?.peakMiB ?? 1);
  const signIns = storms.reduce((sum, { signIns: more }) => sum + more, 0);
  const peaks = (weathers: readonly Storm[]) => weathers.map(({ peakMiB }) => peakMiB.toFixed(0)).join(' ');
  say('');
  say(
    `${SIGN_INS_AT_ONCE} sign-ins at once, ${(signIns / seconds).toFixed(0)} a second, and ${PACE} × /api/me a second beside them:`,
  );
  say(`/api/me p50 ${p50(calm).toFixed(2)} ms idle, ${p50(storms).toFixed(2)} ms in the storm`);
  say(
    `/api/me p99 ${p99(calm).toFixed(2)} ms idle, ${p99(storms).toFixed(2)} ms in the storm: × ${slowdown.toFixed(2)}`,
  );
  say(
    `memory MiB, peaks of the slots: idle ${peaks(calm)}, storm ${peaks(storms)}: last × ${growth.toFixed(2)} of the first`,
  );
  return [
    ...(slowdown > MOST_SLOWDOWN ? [`missed: the p99 of /api/me is ${slowdown.toFixed(2)} times the idle one`] : []),
    ...(growth > MOST_GROWTH ? [`missed: the memory grew to ${growth.toFixed(2)} of the first storm's`] : []),
  ];
}
