/** So many entries are looked at for each new key. */
const LOOKED_AT = 8;

type Entry<T> = { value: T; expiresAtMs: number };

type Options<T> = {
  nowMs: () => number;
  /** The bound of its entries. */
  most?: number;
  /** Where there are too many, the lighter go before the heavier. */
  weightOf?: (value: T) => number;
};

/**
 * A map whose entries end by themselves. Each new key looks at the next few entries, round and round: what has expired
 * goes, and where the bound is reached so does the lightest of them. No key waits while all are swept.
 */
export function expiringMap<T>({ nowMs, most = Infinity, weightOf = () => 0 }: Options<T>) {
  const entries = new Map<string, Entry<T>>();
  let round = entries.entries();

  function next(): [string, Entry<T>] | undefined {
    const { value, done } = round.next();
    if (!done) return value;
    round = entries.entries();
    return round.next().value;
  }

  function makeRoom(): void {
    let lightest: [string, Entry<T>] | undefined;
    for (let n = 0; n < LOOKED_AT; n += 1) {
      const seen = next();
      if (!seen) return;
      if (seen[1].expiresAtMs <= nowMs()) entries.delete(seen[0]);
      else if (!lightest || weightOf(seen[1].value) < weightOf(lightest[1].value)) lightest = seen;
    }
    if (lightest && entries.size >= most) entries.delete(lightest[0]);
  }

  return {
    get(key: string): Entry<T> | undefined {
      const entry = entries.get(key);
      return entry && entry.expiresAtMs > nowMs() ? entry : undefined;
    },
    set(key: string, value: T, expiresAtMs: number): void {
      if (!entries.has(key)) makeRoom();
      entries.set(key, { value, expiresAtMs });
    },
    delete: (key: string) => entries.delete(key),
    /** @internal */
    size: () => entries.size,
  };
}
