import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../harness/use-database';
import { programs, runProgram, type Step } from './program';
import { createWorld } from './world';

const RUNS = 60;

/** Programs that once found a bug, with what it was; they run first, forever. */
const FOUND: [Step[]][] = [
  // A predecessor of a predecessor, within the grace, was handed a token that had been spent already.
  [
    [
      { do: 'refresh', session: 0, back: 0, times: 1 },
      { do: 'refresh', session: 0, back: 0, times: 1 },
      { do: 'refresh', session: 0, back: 2, times: 1 },
      { do: 'refresh', session: 0, back: 0, times: 1 },
    ],
  ],
];

const { db } = useDatabase();

describe('sessions', () => {
  // asvs:7.3.1 asvs:7.3.2 asvs:10.4.8
  it('do what the model says, whatever happens to them in whatever order', async () => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(programs, async (program) => runProgram(await createWorld(db), program)),
      { numRuns: RUNS, examples: FOUND },
    );
  }, 300_000);
});
