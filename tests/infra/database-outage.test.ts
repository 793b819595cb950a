import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { getLog } from '@/lib/core/log';
import { toProblem } from '@/lib/core/problem';
import { outageWatch } from '@/lib/infra/database-outage';

const fail = (message: string, cause?: object) => () => Promise.reject(new Error(message, { cause }));
const silent = fail('Query read timeout');
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: unknown) => toProblem(error).code,
  );

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the watch over PostgreSQL', () => {
  it.each([
    ['Query read timeout', undefined],
    ['timeout exceeded when trying to connect', undefined],
    ['Connection terminated due to connection timeout', undefined],
    ['Connection terminated unexpectedly', undefined],
    ['Client has encountered a connection error and is not queryable', undefined],
    ['DatabaseNotReachable', { kind: 'DatabaseNotReachable' }],
    ['the server is going down', { kind: 'postgres', code: '57P01' }],
    ['canceling statement due to statement timeout', { kind: 'postgres', code: '57014' }],
  ])('calls %j an outage', async (message, cause) => {
    expect(await codeOf(outageWatch()(fail(message, cause)))).toBe('service_unavailable');
  });

  it('lets a refusal pass as it is', async () => {
    const refusal = new Error('taken', { cause: { kind: 'UniqueConstraintViolation', originalCode: '23505' } });
    await expect(outageWatch()(() => Promise.reject(refusal))).rejects.toBe(refusal);
  });

  it('has nobody wait after a silence but the one who finds out', async () => {
    const ask = outageWatch();
    const question = vi.fn<() => Promise<string>>(async () => 'here');
    await codeOf(ask(silent));
    expect(await codeOf(ask(question))).toBe('service_unavailable');
    vi.advanceTimersByTime(1_000);
    let find = () => {};
    const found = ask(() => new Promise<string>((resolve) => (find = () => resolve('here'))));
    expect(await codeOf(ask(question))).toBe('service_unavailable');
    expect(question).not.toHaveBeenCalled();
    find();
    expect([await found, await ask(question)]).toEqual(['here', 'here']);
  });

  it('does not take one slow statement for a silence while others are answered', async () => {
    const ask = outageWatch();
    await ask(async () => 'here');
    expect(await codeOf(ask(silent))).toBe('service_unavailable');
    expect(await ask(async () => 'here')).toBe('here');
  });

  it('does not take for a silence what this process did not hear because it stood still', async () => {
    vi.useRealTimers();
    const said = vi.spyOn(getLog(), 'error');
    const ask = outageWatch();
    const asked = ask(
      () =>
        new Promise((_, reject) => {
          setTimeout(() => reject(new Error('Query read timeout')), 500);
          const until = performance.now() + 1_100;
          while (performance.now() < until);
        }),
    );
    expect(await codeOf(asked)).toBe('service_unavailable');
    expect(await ask(async () => 'here')).toBe('here');
    expect(said).not.toHaveBeenCalled();
  });
});
