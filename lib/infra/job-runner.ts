import { getLog } from '@/lib/core/log';

/** A job of this process: what it does, and how often it looks whether there is something to do. */
export type ScheduledJob = { name: string; everySeconds: number; run: () => Promise<unknown> };

type Runner = { poke: (name: string) => void; stop: () => Promise<void> };

const PROCESS_RUNNER = Symbol.for('gatehouse.job-runner');
const processWide = globalThis as { [PROCESS_RUNNER]?: Runner };

/** One job: never twice at a time; a poke during a run causes one more run after it. */
function createWorker(job: ScheduledJob) {
  let running: Promise<void> | undefined;
  let isWantedAgain = false;
  async function work(): Promise<void> {
    do {
      isWantedAgain = false;
      try {
        await job.run();
      } catch (error) {
        getLog().error({ err: error, job: job.name }, 'a job failed; it will run again');
      }
    } while (isWantedAgain);
  }
  function poke(): void {
    if (running) isWantedAgain = true;
    else running = work().finally(() => (running = undefined));
  }
  const timer = setInterval(poke, job.everySeconds * 1000);
  timer.unref();
  return {
    poke,
    async stop(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}

/** Starts the in-process runner: every job once at once, then on its schedule and whenever it is poked. */
export function startJobRunner(jobs: readonly ScheduledJob[]): Runner {
  const workers = new Map(jobs.map((job) => [job.name, createWorker(job)]));
  for (const worker of workers.values()) worker.poke();
  const runner: Runner = {
    // After the answer: the request that pokes is not to wait for it, not even for its first synchronous part.
    poke: (name) => void setImmediate(() => workers.get(name)?.poke()),
    stop: async () => void (await Promise.all([...workers.values()].map((worker) => worker.stop()))),
  };
  processWide[PROCESS_RUNNER] = runner;
  return runner;
}

/** Asks the runner of this process, if there is one, to run a job now. */
export function pokeJob(name: string): void {
  processWide[PROCESS_RUNNER]?.poke(name);
}
