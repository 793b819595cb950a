import { client } from '../harness/client';
import { newPerson, type Person, registrationOf } from '../harness/people';
import { startServer, type TestServer } from '../harness/server';
import { type Bench, say } from './bench';
import { activatedPeople, pendingPeople, suspendedPeople } from './bench-people';
import { quantile } from './load';

/** How often each kind of address is tried, in turn with the others. */
const TRIES = { quick: 20, usual: 60, long: 120 };
/** Tries before those, not counted. */
const WARM_UPS = 5;
/** Medians may differ by this share of the shorter one. */
const MOST_DIFFERENCE = 0.2;

/** What a stranger may find behind an address, and should not be able to tell apart by the clock. */
const KINDS = ['unknown', 'known', 'pending', 'suspended'] as const;
type Kind = (typeof KINDS)[number];

type Question = { name: string; status: number; path: string; bodyOf: (person: Person) => object };

const QUESTIONS: readonly Question[] = [
  {
    name: 'sign-in, wrong password',
    status: 401,
    path: '/api/login',
    bodyOf: ({ email }) => ({ email, password: 'not the password of anybody' }),
  },
  {
    name: 'request a reset link',
    status: 200,
    path: '/api/request-reset-password',
    bodyOf: ({ email }) => ({ email }),
  },
  { name: 'register', status: 201, path: '/api/register', bodyOf: registrationOf },
];

/** How long the answer takes, in milliseconds, for somebody who comes from an address of their own. */
async function timeOf(server: TestServer, { path, status, bodyOf }: Question, person: Person): Promise<number> {
  const stranger = client(server);
  const body = bodyOf(person);
  const askedAt = performance.now();
  const answer = await stranger.post(path, body);
  const took = performance.now() - askedAt;
  if (answer.status !== status) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
  return took;
}

/** In an order that is new in each round: what one try leaves behind is not always the same kind's to bear. */
function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

async function measure(
  server: TestServer,
  question: Question,
  people: Record<Kind, Person[]>,
): Promise<Record<Kind, number>> {
  const times: Record<Kind, number[]> = { unknown: [], known: [], pending: [], suspended: [] };
  for (const round of people.known.keys()) {
    for (const kind of shuffled(KINDS)) {
      const person = people[kind][round] ?? newPerson();
      const took = await timeOf(server, question, person);
      if (round >= WARM_UPS) times[kind].push(took);
    }
  }
  const medianOf = (kind: Kind) => quantile(times[kind], 0.5);
  return {
    unknown: medianOf('unknown'),
    known: medianOf('known'),
    pending: medianOf('pending'),
    suspended: medianOf('suspended'),
  };
}

function line(cells: readonly string[]): string {
  const [name = '', ...rest] = cells;
  return `${name.padEnd(32)}${rest.map((cell) => cell.padStart(12)).join('')}`;
}

/**
 * Whether an answer's time tells what is behind an address: medians over interleaved tries, in milliseconds, and each as a
 * share of the unknown address's. Prints the table; answers the missed goals.
 */
export async function measureEqualTimes(bench: Bench): Promise<string[]> {
  const server = await startServer(bench);
  const tries = TRIES[bench.size];
  const count = tries + WARM_UPS;
  const [known, pending] = [await activatedPeople(server, count), await pendingPeople(server, count)];
  const suspended = await suspendedPeople(server, count);
  const missed: string[] = [];
  say('');
  say(
    line([
      `${tries} interleaved tries, medians`,
      ...KINDS.map((kind) => `${kind} ms`),
      ...KINDS.map((kind) => `${kind} ×`),
    ]),
  );
  for (const question of QUESTIONS) {
    const unknown = Array.from({ length: count }, () => newPerson());
    const medians = await measure(server, question, { unknown, known, pending, suspended });
    const ratios = KINDS.map((kind) => medians[kind] / medians.unknown);
    say(
      line([
        question.name,
        ...KINDS.map((kind) => medians[kind].toFixed(2)),
        ...ratios.map((ratio) => ratio.toFixed(2)),
      ]),
    );
    const [least, most] = [Math.min(...Object.values(medians)), Math.max(...Object.values(medians))];
    if (most / least - 1 < MOST_DIFFERENCE) continue;
    missed.push(`missed: ${question.name}: the medians differ by ${((most / least - 1) * 100).toFixed(0)} %`);
  }
  await server.stop();
  return missed;
}
