import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { keepInStep } from '@/lib/client/keep-in-step';
import { lostOnTheWay, type Result } from '@/lib/client/result';
import { tellSessionEnded } from '@/lib/client/session-channel';
import { createSessionStore } from '@/lib/client/session-store';
import type { UserOutput } from '@/lib/shared/schemas/user';
import { until } from '../harness/poll';

/** As much of somebody as counts here: a product may know more of people. */
const person = (id: string) => ({ id, email: `${id}@example.com`, first_name: id }) as UserOutput;
const [ada, grace] = [person('ada'), person('grace')];
const refused = (code: 'unauthenticated' | 'not_activated' | 'rate_limited') => {
  const { problem } = lostOnTheWay('unreachable');
  return { ok: false as const, problem: { ...problem, code } };
};

/** A browser, whose cookies are those of `user`. */
const browser = { user: ada as UserOutput | null, visibilityState: 'visible', asked: 0 };

const getMe = async (): Promise<Result<UserOutput>> => {
  browser.asked += 1;
  return browser.user ? { ok: true, data: browser.user } : refused('unauthenticated');
};
const logout = async (): Promise<Result<{ message: string }>> => {
  browser.user = null;
  return { ok: true, data: { message: 'You are signed out.' } };
};

/** A tab of it, rendered for `initial`. */
function openTab(initial?: UserOutput | null, client = { getMe, logout }) {
  const store = createSessionStore(client, initial);
  const close = keepInStep(store);
  onTestFinished(close);
  return { ...store, close };
}

type Tab = Pick<ReturnType<typeof openTab>, 'getState'>;
const nameIn = ({ getState }: Tab) => {
  const state = getState();
  return state.status === 'signed-in' ? state.user.first_name : state.status;
};
const expectToBecome = (tab: Tab, name: string) => until(name, async () => nameIn(tab) === name, 5);

const page = () => document as unknown as EventTarget;
function show(): void {
  browser.visibilityState = 'visible';
  page().dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  Object.assign(browser, { user: ada, visibilityState: 'visible', asked: 0 });
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal(
    'document',
    Object.defineProperty(new EventTarget(), 'visibilityState', { get: () => browser.visibilityState }),
  );
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  };
});

describe('the session of a tab', () => {
  it('is what the page was rendered for, without asking', async () => {
    const tabs = [openTab(ada), openTab(null)];
    expect(tabs.map(nameIn)).toEqual(['ada', 'signed-out']);
    expect(browser.asked).toBe(0);
  });

  it('is asked for where the page does not say, once, and even if React begins twice', async () => {
    const store = createSessionStore({ getMe, logout });
    keepInStep(store)();
    onTestFinished(keepInStep(store));
    expect(nameIn(store)).toBe('loading');
    await expectToBecome(store, 'ada');
    expect(browser.asked).toBe(1);
  });

  it.each(['unauthenticated', 'not_activated'] as const)('is none when the server says %s', async (code) => {
    const tab = openTab(ada, { getMe: async () => refused(code), logout });
    await tab.refresh();
    expect(nameIn(tab)).toBe('signed-out');
  });

  it('stays what it was when nobody can say', async () => {
    const tab = openTab(ada, { getMe: async () => refused('rate_limited'), logout });
    await tab.refresh();
    expect(nameIn(tab)).toBe('ada');
  });

  it('goes on when signing out fails, and the answer says so', async () => {
    const tab = openTab(ada, { getMe, logout: async () => lostOnTheWay('unreachable') });
    expect(await tab.signOut()).toMatchObject({ ok: false, problem: { code: 'unreachable' } });
    expect(nameIn(tab)).toBe('ada');
  });

  it('is not brought back by an answer that was under way when it ended', async () => {
    let answer: (result: Result<UserOutput>) => void = () => undefined;
    const tab = openTab(ada, { getMe: () => new Promise((resolve) => (answer = resolve)), logout });
    const asking = tab.refresh();
    await tab.signOut();
    answer({ ok: true, data: ada });
    await asking;
    expect(nameIn(tab)).toBe('signed-out');
  });

  it('takes over what the server renders anew', () => {
    const tab = openTab(ada);
    tab.adopt({ ...ada, first_name: 'Augusta' });
    expect(nameIn(tab)).toBe('Augusta');
  });
});

describe('a tab that comes into sight', () => {
  it('asks after half a minute, and not before', async () => {
    const tab = openTab(ada);
    browser.user = null;
    vi.advanceTimersByTime(29_999);
    for (let glance = 0; glance < 10; glance += 1) show();
    expect(browser.asked).toBe(0);
    vi.advanceTimersByTime(1);
    for (let glance = 0; glance < 10; glance += 1) show();
    await expectToBecome(tab, 'signed-out');
    expect(browser.asked).toBe(1);
  });

  it('asks at once when the browser had put it aside', async () => {
    const tab = openTab(ada);
    browser.user = null;
    const back = Object.assign(new Event('pageshow'), { persisted: true });
    (window as EventTarget).dispatchEvent(back);
    await expectToBecome(tab, 'signed-out');
  });

  it('asks nothing any more when it is closed', () => {
    const tab = openTab(ada);
    tab.close();
    vi.advanceTimersByTime(60_000);
    show();
    expect(browser.asked).toBe(0);
  });
});

describe('the tabs of a browser', () => {
  it('are signed out by one of them, without a question', async () => {
    const [first, second, third] = [openTab(ada), openTab(ada), openTab(ada)];
    browser.visibilityState = 'hidden';
    await first.signOut();
    await expectToBecome(second, 'signed-out');
    await expectToBecome(third, 'signed-out');
    expect(browser.asked).toBe(0);
  });

  it('are signed out by a page that keeps no session', async () => {
    const tab = openTab(ada);
    tellSessionEnded();
    await expectToBecome(tab, 'signed-out');
  });

  it('learn from one of them that somebody else is there, and ask who', async () => {
    const tab = openTab(ada);
    browser.user = grace;
    openTab(grace);
    await expectToBecome(tab, 'grace');
    expect(browser.asked).toBe(1);
  });

  it('show nobody while they are hidden, and ask when they are seen', async () => {
    const tab = openTab(ada);
    browser.visibilityState = 'hidden';
    browser.user = grace;
    openTab(grace);
    await expectToBecome(tab, 'loading');
    expect(browser.asked).toBe(0);
    show();
    await expectToBecome(tab, 'grace');
  });

  it('do not ask because one more of them is opened', async () => {
    const [first, second] = [openTab(ada), openTab(null)];
    openTab(ada);
    await expectToBecome(second, 'ada');
    expect(nameIn(first)).toBe('ada');
    expect(browser.asked).toBe(1);
  });

  it('find out for themselves where the browser lets them say nothing', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const [first, second] = [openTab(ada), openTab(ada)];
    await first.signOut();
    expect(nameIn(second)).toBe('ada');
    vi.advanceTimersByTime(30_000);
    show();
    await expectToBecome(second, 'signed-out');
  });
});
