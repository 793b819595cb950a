import { describe, expect, it } from 'vitest';
import { expiringMap } from '@/lib/infra/store/expiring-map';
import { createMemoryStore } from '@/lib/infra/store/memory-store';

const rule = { points: 5, windowMs: 3_600_000, closedMs: 3_600_000 };

// asvs:2.4.1
describe('a flood of strangers', () => {
  it('leaves no more entries than the bound, and costs the newest none of theirs', () => {
    const map = expiringMap<number>({ nowMs: () => 0, most: 1_000, weightOf: (value) => value });
    for (let n = 0; n < 10_000; n += 1) {
      map.set(`stranger-${n}`, 1, 60_000);
      expect(map.size()).toBeLessThanOrEqual(1_000);
      expect(map.get(`stranger-${n}`)?.value).toBe(1);
    }
  });

  it('sweeps out what has expired as it comes, and leaves the living', () => {
    let now = 0;
    const map = expiringMap<number>({ nowMs: () => now });
    map.set('living', 1, 1_000);
    for (let n = 0; n < 800; n += 1) map.set(`expired-${n}`, 1, 10);
    now = 10;
    for (let n = 0; n < 250; n += 1) map.set(`new-${n}`, 1, 1_000);
    expect([map.size(), map.get('living')?.value]).toEqual([251, 1]);
  });

  it('does not make a process forget what is closed, be it by a single try', async () => {
    const store = createMemoryStore();
    const once = { ...rule, points: 1 };
    const names = Array.from({ length: 100 }, (_, n) => `once-${n}`);
    for (const name of names) await (name.endsWith('7') ? store.restart(name, once) : store.take(name, once));
    for (let n = 0; n < 150_000; n += 1) {
      void store.take(`stranger-${n}`, rule);
      if (n % 2 === 0) void store.take(`stranger-${n}`, rule);
    }
    const again = await Promise.all(names.map((name) => store.take(name, once)));
    expect(again.filter(({ isAllowed }) => isAllowed)).toEqual([]);
  });

  it('does not make a process forget who is close to a limit', async () => {
    const store = createMemoryStore();
    for (let n = 0; n < 4; n += 1) await store.take('guesser', rule);
    const window = { key: 'busy', limit: 3, windowMs: 3_600_000 };
    for (let n = 0; n < 2; n += 1) await store.slide(window);
    for (let n = 0; n < 150_000; n += 1) {
      void store.take(`stranger-${n}`, rule);
      void store.slide({ ...window, key: `stranger-${n}` });
    }
    expect([await store.take('guesser', rule), (await store.slide(window)).isAllowed]).toEqual([
      { isAllowed: true },
      true,
    ]);
    expect([(await store.take('guesser', rule)).isAllowed, (await store.slide(window)).isAllowed]).toEqual([
      false,
      false,
    ]);
  });
});
