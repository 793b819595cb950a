import { describe, expect, it, vi } from 'vitest';
import { pokeJob, startJobRunner, stopJobRunner } from '@/lib/infra/job-runner';
import { opening } from '../domain/jobs/world';
import { until } from '../harness/poll';

/** A job that says when it begins, and ends when it is let. */
function slowJob(name: string, everySeconds?: number) {
  const runs: { end: () => void; signal: AbortSignal }[] = [];
  const run = async (signal: AbortSignal) => {
    const { opened, open } = opening();
    runs.push({ end: open, signal });
    await opened;
  };
  return { runs, job: { name, run, ...(everySeconds !== undefined && { everySeconds }) } };
}

describe('the runner of a process', () => {
  it('runs what has a pulse at once and by it; what has none waits until it is poked', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const [pulsing, waiting] = [slowJob('pulsing', 5), slowJob('waiting')];
    startJobRunner([pulsing.job, waiting.job]);
    expect([pulsing.runs.length, waiting.runs.length]).toEqual([1, 0]);
    pulsing.runs[0]?.end();
    await until('the end of the first run', () => {
      vi.advanceTimersByTime(5_000);
      return pulsing.runs.length === 2;
    });
    pokeJob('waiting');
    await until('the poked one', () => waiting.runs.length === 1);
    vi.useRealTimers();
    for (const { end } of [...pulsing.runs, ...waiting.runs]) end();
    await stopJobRunner();
  });

  it('runs a job once at a time, and once more after it for all that poked meanwhile', async () => {
    const { runs, job } = slowJob('poked');
    startJobRunner([job]);
    pokeJob('poked');
    await until('the first run', () => runs.length === 1);
    for (let n = 0; n < 5; n += 1) pokeJob('poked');
    await new Promise((resolve) => setImmediate(resolve));
    expect(runs).toHaveLength(1);
    runs[0]?.end();
    await until('the second run', () => runs.length === 2);
    runs[1]?.end();
    await stopJobRunner();
    expect(runs).toHaveLength(2);
  });

  it('asks what runs to end when it is stopped, waits for it, and starts nothing any more', async () => {
    const { runs, job } = slowJob('slow', 5);
    startJobRunner([job]);
    pokeJob('slow');
    await new Promise((resolve) => setImmediate(resolve));
    let isStopped = false;
    const stopping = stopJobRunner().then(() => (isStopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([runs.length, runs[0]?.signal.aborted, isStopped]).toEqual([1, true, false]);
    runs[0]?.end();
    await stopping;
    pokeJob('slow');
    await new Promise((resolve) => setImmediate(resolve));
    expect(runs).toHaveLength(1);
  });
});
