/** How often a process looks at the clock to know whether it stood still, in milliseconds. */
const LOOK_EVERY_MS = 250;
/** Shorter ones are everyday: a garbage collection, a module that is loaded. */
const STALL_MS = 1_000;

/**
 * Notices when this process stands still for a second or more: it loads a lot at once, or is given no processor.
 * Returns what says when the last such stall ended (by `performance.now()`; -Infinity: there was none). What seemed
 * silent during one may have answered: its deadline is looked at before its answer is read.
 */
export function watchStalls(): () => number {
  let lookedAtMs = performance.now();
  let endedAtMs = -Infinity;
  function look(): number {
    const now = performance.now();
    if (now - lookedAtMs >= STALL_MS) endedAtMs = now;
    lookedAtMs = now;
    return endedAtMs;
  }
  setInterval(look, LOOK_EVERY_MS).unref();
  return look;
}
