/**
 * What the work comes to, or `late` when it has not come to anything within so many milliseconds: it goes on unheard. What
 * has arrived by then and was not looked at, because the process was busy, counts as in time.
 */
export async function within<T>(milliseconds: number, work: Promise<T>, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<T>((resolve) => {
    timer = setTimeout(() => setImmediate(resolve, late), milliseconds);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
