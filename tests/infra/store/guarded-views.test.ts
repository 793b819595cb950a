import { describe, expect, it, vi } from 'vitest';
import { guardViews } from '@/lib/infra/store/guarded-views';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { EVERY_VIEW, LEASE_MS, VIEW_TTL_MS, type Views } from '@/lib/infra/store/store';
import { until } from '../../harness/poll';

async function fill(views: Views, key: string, value: string): Promise<void> {
  const lease = await until('a lease', async () => {
    const [view] = await views.readViews([key]);
    return view && 'lease' in view ? view.lease : null;
  });
  await views.fillView(key, lease, value);
}

const isBusy = async (views: Views, key: string) => 'busy' in ((await views.readViews([key]))[0] ?? {});

describe('cached views', () => {
  it('are used only once every ground for believing them is there', async () => {
    const views = guardViews(createMemoryStore(), ['feed', 'redis']);
    expect(await isBusy(views, 'key')).toBe(true);
    views.regain('redis');
    expect(await isBusy(views, 'key')).toBe(true);
    views.regain('feed');
    await fill(views, 'key', 'facts');
    expect(await views.readViews(['key'])).toEqual([{ value: 'facts' }]);
  });

  it.each(['feed', 'redis'] as const)(
    'are not used while the %s is gone, and begin anew when it is back',
    async (ground) => {
      const views = guardViews(createMemoryStore(), [ground]);
      views.regain(ground);
      await fill(views, 'key', 'facts');
      views.lose(ground);
      expect(await isBusy(views, 'key')).toBe(true);
      views.regain(ground);
      await until('trust', async () => !(await isBusy(views, 'other')));
      expect((await views.readViews(['key']))[0]).toHaveProperty('lease');
    },
  );

  it('survive a proof of life that only repeats what is known', async () => {
    const views = guardViews(createMemoryStore(), ['feed']);
    views.regain('feed');
    await fill(views, 'key', 'facts');
    views.regain('feed');
    expect(await views.readViews(['key'])).toEqual([{ value: 'facts' }]);
  });

  it('are not believed of what another process said it changed', async () => {
    const views = guardViews(createMemoryStore(), ['feed']);
    views.regain('feed');
    await fill(views, 'changed', 'facts');
    await fill(views, 'same', 'facts');
    views.distrust(['changed']);
    expect(await views.readViews(['changed', 'same'])).toEqual([{ busy: true }, { value: 'facts' }]);
  });

  it('are not believed at all when another process said that it changed all of them', async () => {
    const views = guardViews(createMemoryStore(), ['feed']);
    views.regain('feed');
    await fill(views, 'key', 'facts');
    views.distrust([EVERY_VIEW]);
    expect(await views.readViews(['key', 'other'])).toEqual([{ busy: true }, { busy: true }]);
    const memory = createMemoryStore();
    await fill(memory, 'key', 'facts');
    memory.dropViews([EVERY_VIEW]);
    expect((await memory.readViews(['key']))[0]).toHaveProperty('lease');
  });

  it('are not believed either of what was being loaded when the change was told', async () => {
    const views = guardViews(createMemoryStore(), ['feed']);
    views.regain('feed');
    await until('trust', async () => !(await isBusy(views, 'other')));
    const [leased] = await views.readViews(['changed']);
    views.distrust(['changed']);
    await views.fillView('changed', (leased as { lease: string }).lease, 'old facts');
    const now = Date.now();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now + VIEW_TTL_MS + LEASE_MS - 1);
    expect(await views.readViews(['changed'])).toEqual([{ busy: true }]);
    clock.mockReturnValue(now + VIEW_TTL_MS + LEASE_MS + 1);
    expect((await views.readViews(['changed']))[0]).not.toEqual({ value: 'old facts' });
  });

  it('are not used after a silence until they have begun anew, nor while a ground is gone', async () => {
    const views = guardViews(createMemoryStore(), ['feed']);
    views.doubt();
    expect(await isBusy(views, 'key')).toBe(true);
    views.regain('feed');
    await fill(views, 'key', 'facts');
    views.doubt();
    expect(await isBusy(views, 'key')).toBe(true);
    await until('trust', async () => !(await isBusy(views, 'other')));
    expect((await views.readViews(['key']))[0]).toHaveProperty('lease');
  });

  it('are renewed once for all the silences of one turn, and not used where renewing them fails', async () => {
    const memory = createMemoryStore();
    let renewals = 0;
    const renewViews = () => ((renewals += 1) === 2 ? Promise.reject(new Error('gone')) : memory.renewViews());
    const views = guardViews({ ...memory, renewViews }, ['redis']);
    views.regain('redis');
    await fill(views, 'key', 'facts');
    await expect(views.renewViews()).rejects.toThrow('gone');
    expect(await isBusy(views, 'key')).toBe(true);
    for (let n = 0; n < 5; n += 1) views.doubt();
    await fill(views, 'key', 'newer facts');
    expect(renewals).toBe(3);
  });

  it('are tried for again as long as they cannot be renewed', async () => {
    const memory = createMemoryStore();
    let failures = 2;
    const renewViews = () => ((failures -= 1) >= 0 ? Promise.reject(new Error('gone')) : memory.renewViews());
    const views = guardViews({ ...memory, renewViews }, ['redis']);
    views.regain('redis');
    await fill(views, 'key', 'facts');
    expect(failures).toBeLessThan(0);
  });
});
