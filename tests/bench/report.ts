import type { RoundTrips } from '../harness/counting-proxy';
import { quantile, type Slot } from './load';
import { BARE, type Target } from './targets';

/** A slot of a target and the slot of the bare route beside it. */
export type Pair = { bare: Slot; own: Slot };

/** What was measured of one target at one number of connections. */
export type Measured = { target: Target; pairs: readonly Pair[] };

const COLUMNS = ['req/s', '× bare', 'p50 ms', '× bare', 'p99 ms', '× bare', 'CPU ms', '× bare', 'Redis', 'Postgres'];

/** The median over the pairs: a burst of somebody else's work on the machine spoils one of them, not the result. */
function median(pairs: readonly Pair[], of: (pair: Pair) => number): number {
  return quantile(pairs.map(of), 0.5);
}

function cpuPerRequest({ cpuMs, requests }: Slot): number {
  return cpuMs / requests;
}

const QUANTITIES: readonly ((slot: Slot) => number)[] = [
  ({ perSecond }) => perSecond,
  ({ p50 }) => p50,
  ({ p99 }) => p99,
  cpuPerRequest,
];

function rowOf(pairs: readonly Pair[], who: keyof Pair): string[] {
  return QUANTITIES.flatMap((quantity, index) => {
    const value = median(pairs, (pair) => quantity(pair[who]));
    const ratio = median(pairs, (pair) => quantity(pair[who]) / quantity(pair.bare));
    return [value.toFixed(index === 0 ? 0 : 2), ratio.toFixed(2)];
  }).map((text) => (text === 'NaN' ? '–' : text));
}

function line(name: string, cells: readonly string[]): string {
  return `${name.padEnd(24)}${cells.map((cell) => cell.padStart(9)).join('')}`;
}

/** The lines of one number of connections. */
export function tableOf(
  connections: number,
  measured: readonly Measured[],
  trips: ReadonlyMap<string, RoundTrips>,
): string[] {
  const row = (name: string, cells: string[]) => {
    const { redis = 0, postgres = 0 } = trips.get(name) ?? {};
    return line(name, [...cells, String(redis), String(postgres)]);
  };
  const all = measured.flatMap(({ pairs }) => pairs);
  return [
    '',
    line(`${connections} connection${connections === 1 ? '' : 's'}`, COLUMNS),
    row(BARE.name, rowOf(all, 'bare')),
    ...measured.map(({ target, pairs }) => row(target.name, rowOf(pairs, 'own'))),
  ];
}

/** The goals that were not reached, as sentences. */
export function missedGoals(connections: number, measured: readonly Measured[]): string[] {
  return measured.flatMap(({ target: { name, goal }, pairs }) => {
    const ratio = median(pairs, ({ bare, own }) => own.perSecond / bare.perSecond);
    if (goal?.connections !== connections || ratio >= goal.ofBare) return [];
    return [`missed: ${name} reaches ${ratio.toFixed(2)} of the bare route at ${connections}, not ${goal.ofBare}`];
  });
}
