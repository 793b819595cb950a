/** So many keys more, and the expired ones are swept out. */
const SWEEP_EVERY = 10_000;

type Entry<T> = { value: T; expiresAtMs: number };

type Options<T> = {
  nowMs: () => number;
  /** The bound of its entries: above it a tenth goes, those of the least weight first, the older before the newer. */
  most?: number;
  weightOf?: (value: T) => number;
};

/** A map whose entries end by themselves, and whose size is bounded where `most` says so. */
export function expiringMap<T>({ nowMs, most = Infinity, weightOf = () => 0 }: Options<T>) {
  const entries = new Map<string, Entry<T>>();
  let sweepAt = Math.min(SWEEP_EVERY, most);

  function makeRoom(): void {
    for (const [key, entry] of entries) if (entry.expiresAtMs <= nowMs()) entries.delete(key);
    if (entries.size > most) {
      const byWeight = [...entries].toSorted(([, a], [, b]) => weightOf(a.value) - weightOf(b.value));
      for (const [key] of byWeight.slice(0, Math.ceil(most / 10))) entries.delete(key);
    }
    sweepAt = Math.min(entries.size + SWEEP_EVERY, most);
  }

  return {
    get(key: string): Entry<T> | undefined {
      const entry = entries.get(key);
      return entry && entry.expiresAtMs > nowMs() ? entry : undefined;
    },
    set(key: string, value: T, expiresAtMs: number): void {
      entries.set(key, { value, expiresAtMs });
      if (entries.size > sweepAt) makeRoom();
    },
    delete: (key: string) => entries.delete(key),
    /** @internal */
    size: () => entries.size,
  };
}
