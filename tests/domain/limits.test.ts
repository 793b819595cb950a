import { describe, expect, it } from 'vitest';
import { Problem } from '@/lib/core/problem';
import { LIMITS } from '@/lib/domain/limit-table';
import { judgeCounted, takeAttempts, type Count } from '@/lib/domain/limits';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import type { Store } from '@/lib/infra/store/store';

/** How many tries a count has left. */
async function left(store: Store, count: Count): Promise<number> {
  for (let n = 0; ; n += 1) {
    const isTaken = await takeAttempts(store, [count]).then(
      () => true,
      () => false,
    );
    if (!isTaken) return n;
  }
}

const ADDRESS: Count = ['login.address', '203.0.113.9'];
const HERE: Count = ['login.account_address', 'robin@example.com 203.0.113.9'];
const ACCOUNT: Count = ['login.account', 'robin@example.com'];
const full = ([name]: Count) => LIMITS[name].points;

describe('several counts of one try', () => {
  // asvs:2.3.4
  it('are taken all or nothing: what one refuses leaves the others unspent', async () => {
    const store = createMemoryStore();
    await left(store, HERE);
    await expect(takeAttempts(store, [ADDRESS, ACCOUNT, HERE])).rejects.toMatchObject({ code: 'too_many_attempts' });
    expect([await left(store, ADDRESS), await left(store, ACCOUNT)]).toEqual([full(ADDRESS), full(ACCOUNT)]);
  });

  it('of a mail that comes too soon, or is one too many, leave each other alone', async () => {
    const store = createMemoryStore();
    const take = (email: string) =>
      takeAttempts(store, [
        ['resend.gap', email],
        ['resend.account', email],
      ]);
    await take('robin@example.com');
    await expect(take('robin@example.com')).rejects.toMatchObject({ code: 'too_many_attempts' });
    expect(await left(store, ['resend.account', 'robin@example.com'])).toBe(4);
    await left(store, ['resend.account', 'noor@example.com']);
    await expect(take('noor@example.com')).rejects.toMatchObject({ code: 'too_many_attempts' });
    expect(await left(store, ['resend.gap', 'noor@example.com'])).toBe(1);
  });

  it('an appeal lets a refusal pass, and what it passed was not taken', async () => {
    const store = createMemoryStore();
    await left(store, ACCOUNT);
    await expect(takeAttempts(store, [ADDRESS, ACCOUNT])).rejects.toMatchObject({ code: 'captcha_required' });
    expect(await takeAttempts(store, [ADDRESS, ACCOUNT], async () => {})).toEqual([ADDRESS]);
  });

  it('a refusal that asks for a captcha names no time to wait', async () => {
    const store = createMemoryStore();
    await left(store, ACCOUNT);
    await expect(takeAttempts(store, [ACCOUNT])).rejects.toMatchObject({ retryAfterSeconds: undefined });
  });
});

describe('what was counted', () => {
  it('is given back when there was no room to judge it', async () => {
    const store = createMemoryStore();
    const taken = await takeAttempts(store, [ADDRESS, HERE]);
    const judge = () => Promise.reject(new Problem('service_unavailable'));
    await expect(judgeCounted(store, taken, judge)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect([await left(store, ADDRESS), await left(store, HERE)]).toEqual([full(ADDRESS), full(HERE)]);
  });

  it.each([new Problem('invalid_credentials'), new Error('a database that is gone')])(
    'stays counted when judging it ends in %s',
    async (failure) => {
      const store = createMemoryStore();
      const taken = await takeAttempts(store, [HERE]);
      await expect(judgeCounted(store, taken, () => Promise.reject(failure))).rejects.toBe(failure);
      expect(await left(store, HERE)).toBe(full(HERE) - 1);
    },
  );
});
