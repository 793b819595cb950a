const PAUSE_MS = 25;

/**
 * Asks again and again until `ask` answers with something; throws, naming `what`, when the deadline has passed.
 * An `ask` that throws fails at once: "not yet" is said with undefined, null or false. `pauseMs` is for what costs a
 * server something, and takes its time.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  deadlineSeconds = 10,
  pauseMs = PAUSE_MS,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + deadlineSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${deadlineSeconds} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
