import type { TestRedis } from '../harness/redis';

/** What every part of the bench runs on, and how much it measures. */
export type Bench = {
  /** The folder of the built server. */
  root: string;
  redis: TestRedis;
  /** Settings of its servers. */
  env: Record<string, string>;
  size: 'quick' | 'usual' | 'long';
};

export function say(line: string): void {
  console.log(line);
}
