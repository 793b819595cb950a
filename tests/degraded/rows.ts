import { expect, it } from 'vitest';

/** Something that Gatehouse stands on, and what a test may do to it. */
type Breakable = {
  kill9: () => Promise<void>;
  restart: () => Promise<void>;
  /** In the middle of whatever it does (SIGSTOP); `thaw` lets it go on (SIGCONT). */
  freeze: () => void;
  thaw: () => void;
};

/** Breaks it: what has to be there before is made before it is called. */
type Break = () => Promise<void>;

/**
 * The rows of one part of the table in docs/operations.md (“Degraded modes”), each of them a test. One that is about it
 * being down or hanging fails when it was not really broken, or nothing was asked then, and it is mended after it, whatever
 * became of it.
 */
export function rowsOf(part: string, thing: () => Breakable) {
  let timesBroken = 0;

  function broken(state: string, breakIt: () => unknown, mendIt: () => unknown) {
    return (sentence: string, prove: (breakIt: Break) => Promise<void>) =>
      it(`${part}, ${state}: ${sentence}`, async () => {
        let assertionsBefore: number | undefined;
        try {
          await prove(async () => {
            await breakIt();
            timesBroken += 1;
            assertionsBefore = assertionsSoFar();
          });
        } finally {
          if (assertionsBefore !== undefined) await mendIt();
        }
        expect(assertionsSoFar(), 'what was asserted while it was broken').toBeGreaterThan(
          assertionsBefore ?? Infinity,
        );
      });
  }

  return {
    down: broken(
      'down',
      () => thing().kill9(),
      () => thing().restart(),
    ),
    hanging: broken(
      'hanging',
      () => thing().freeze(),
      () => thing().thaw(),
    ),
    back: (sentence: string, prove: () => Promise<void>) =>
      it(`${part}, back: ${sentence}`, async () => {
        expect(timesBroken, 'how often it was down or hanging before').toBeGreaterThan(0);
        const assertionsBefore = assertionsSoFar();
        await prove();
        expect(assertionsSoFar()).toBeGreaterThan(assertionsBefore);
      }),
  };
}

const assertionsSoFar = () => expect.getState().assertionCalls;
