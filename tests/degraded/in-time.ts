import { expect } from 'vitest';

/** Nobody waits longer for an answer, whatever is out of order; in seconds. */
const LONGEST_WAIT_SECONDS = 5;

/** Waits for what was asked just now, and makes sure that it did not take long: five seconds, where nothing else is said. */
export async function inTime<T>(asked: Promise<T>, seconds = LONGEST_WAIT_SECONDS): Promise<T> {
  const startedAt = performance.now();
  const answer = await asked;
  expect((performance.now() - startedAt) / 1000).toBeLessThan(seconds);
  return answer;
}
