// Set where signals are heard, read by a route: bundled apart, but in one process.
const PROCESS_STOPPING = Symbol.for('gatehouse.stopping');
const processWide = globalThis as { [PROCESS_STOPPING]?: true };

/** Says that this process is on its way out. */
export function noteStopping(): void {
  processWide[PROCESS_STOPPING] = true;
}

/** Whether this process takes no new work any more. */
export function isStopping(): boolean {
  return processWide[PROCESS_STOPPING] ?? false;
}
