/** A process that stands still uses up no more of a deadline than this share of it. */
const SLICES = 5;

/**
 * What the work comes to, or `late` when it has not come to anything within so many milliseconds: it goes on unheard.
 * Only time in which this process could listen counts: what arrived while it stood still is looked at first, and what has
 * to be asked for after it has four fifths of the time left.
 */
export async function within<T>(milliseconds: number, work: Promise<T>, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const deadline = new Promise<T>((resolve) => {
    function wait(slices: number): void {
      if (isOver) return;
      if (slices === 0) resolve(late);
      else timer = setTimeout(() => setImmediate(wait, slices - 1), milliseconds / SLICES);
    }
    wait(SLICES);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
