import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: the unit of /proc/<pid>/stat, 10 ms on every Linux that Node runs on. */
const TICK_MS = 10;
/** The unit of its memory fields, in bytes, on x86-64 and most of arm64. */
const PAGE_BYTES = 4096;

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It has ended since the folder was read.
    return '';
  }
}

/**
 * The fields of /proc/<pid>/stat (proc_pid_stat(5)) from the third on, for each process of a group. Linux only; none
 * elsewhere.
 */
function statsOf(group: number): string[][] {
  const stats: string[][] = [];
  if (process.platform !== 'linux') return stats;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    // The second field is a name in brackets, which may hold anything; the third stands behind the last bracket.
    const fields = statOf(pid).split(') ').at(-1)?.split(' ') ?? [];
    if (Number(fields[2]) === group) stats.push(fields);
  }
  return stats;
}

function sumOf(stats: readonly string[][], field: number): number {
  return stats.length === 0 ? Number.NaN : stats.reduce((sum, fields) => sum + Number(fields[field - 3]), 0);
}

/** CPU time (user and system) of all processes of a group so far, in milliseconds: fields 14 and 15. NaN where unknown. */
export function cpuTimeMs(group: number): number {
  const stats = statsOf(group);
  return (sumOf(stats, 14) + sumOf(stats, 15)) * TICK_MS;
}

/** The resident memory of all processes of a group, in MiB: field 24. NaN where unknown. */
export function residentMiB(group: number): number {
  return (sumOf(statsOf(group), 24) * PAGE_BYTES) / 2 ** 20;
}
