/**
 * Stands in a test file for what a hook starts; `read` finds it once it has started. It may be used inside tests and
 * hooks, not while the file is being collected.
 */
export function startedLater<Started extends object>(what: string, read: () => Started | undefined): Started {
  return new Proxy({} as Started, {
    get(_, name) {
      const started = read();
      if (!started) throw new Error(`The ${what} starts with the first test: use it inside tests and hooks.`);
      return started[name as keyof Started];
    },
  });
}
