import { afterEach, describe, expect, it } from 'vitest';
import { JOBS } from '@/lib/domain/jobs';
import { type JobEvent, startEventSender } from '@/lib/infra/event-sender';
import { JOB_EVENTS } from '@/lib/infra/job-events';
import { pokeJob, type Runner } from '@/lib/infra/job-runner';
import { until } from '../harness/poll';

type Sending = { events: JobEvent[]; end: () => void; fail: () => void };

let runner: Runner | undefined;

/** A sender whose requests stay on their way until a test ends them. */
function heldSender(): Sending[] {
  const sendings: Sending[] = [];
  runner = startEventSender(
    (events) =>
      new Promise<void>((resolve, reject) => {
        sendings.push({ events, end: resolve, fail: () => reject(new Error('fetch failed')) });
      }),
  );
  return sendings;
}

const pokeTimes = (times: number) => {
  for (let n = 0; n < times; n += 1) pokeJob('deliver-mail', { mailId: String(n) });
};
const sent = async (sendings: Sending[], count: number) => until('the sender', () => sendings.length === count);

afterEach(() => runner?.stop());

describe('what tells Inngest', () => {
  it('has one request on its way, and takes along what came meanwhile', async () => {
    const sendings = heldSender();
    pokeTimes(1);
    await sent(sendings, 1);
    pokeTimes(3);
    sendings[0]?.end();
    await sent(sendings, 2);
    expect(sendings.map(({ events }) => events.length)).toEqual([1, 3]);
    expect(sendings[1]?.events[2]).toEqual({ name: 'gatehouse/mail.queued', data: { mailId: '2' } });
    sendings[1]?.end();
  });

  it('forgets what cannot be sent, and goes on with the next', async () => {
    const sendings = heldSender();
    pokeTimes(1);
    await sent(sendings, 1);
    pokeTimes(2);
    sendings[0]?.fail();
    await sent(sendings, 2);
    expect(sendings[1]?.events).toHaveLength(2);
    sendings[1]?.end();
  });

  it('keeps no more than a thousand events in memory, and sends a hundred at a time', async () => {
    const sendings = heldSender();
    pokeTimes(5000);
    for (let n = 1; n <= 10; n += 1) {
      await sent(sendings, n);
      sendings[n - 1]?.end();
    }
    await runner?.stop();
    expect(sendings.map(({ events }) => events.length)).toEqual(Array.from({ length: 10 }, () => 100));
  });

  it('waits, when the process ends, for what is on its way', async () => {
    const sendings = heldSender();
    pokeTimes(1);
    await sent(sendings, 1);
    let hasStopped = false;
    const stopped = runner?.stop().then(() => (hasStopped = true));
    expect([hasStopped, runner?.stopping.aborted]).toEqual([false, true]);
    sendings[0]?.end();
    await stopped;
  });

  it('has events for jobs that there are', () => {
    expect(JOBS.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(JOB_EVENTS)));
  });
});
