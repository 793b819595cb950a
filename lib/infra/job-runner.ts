import { randomUUID } from 'node:crypto';
import { getLog } from '@/lib/core/log';

/** A job of this process. What has no pulse waits until it is poked. */
export type ScheduledJob = {
  name: string;
  /** How often it looks whether there is something to do. */
  everySeconds?: number;
  /** `signal` asks a run that is under way to end soon; `requestId` is what its lines in the log and its records say. */
  run: (signal: AbortSignal, requestId: string) => Promise<unknown>;
};

/** Who sees to it that jobs run: this process by itself, or by telling Inngest. */
export type Runner = {
  /** `ids` say what there is to do; only Inngest is told them. */
  poke: (name: string, ids?: Record<string, string | undefined>) => void;
  /** Aborted when the process is asked to end. */
  stopping: AbortSignal;
  stop: () => Promise<void>;
};

const PROCESS_RUNNER = Symbol.for('gatehouse.job-runner');
const processWide = globalThis as { [PROCESS_RUNNER]?: Runner };

/** One job: never twice at a time; a poke during a run causes one more run after it. */
function createWorker(job: ScheduledJob, signal: AbortSignal) {
  let running: Promise<void> | undefined;
  let isWantedAgain = false;
  async function work(): Promise<void> {
    do {
      isWantedAgain = false;
      const requestId = randomUUID();
      try {
        await job.run(signal, requestId);
      } catch (error) {
        getLog().error({ requestId, err: error, job: job.name }, 'a job failed; it will run again');
      }
    } while (isWantedAgain && !signal.aborted);
  }
  function poke(): void {
    if (signal.aborted) return;
    if (running) isWantedAgain = true;
    else running = work().finally(() => (running = undefined));
  }
  const timer = job.everySeconds === undefined ? undefined : setInterval(poke, job.everySeconds * 1000).unref();
  if (timer) poke();
  return {
    poke,
    async rest(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * Starts the in-process runner: what has a pulse once at once, then by it and whenever it is poked. Stopping asks what runs
 * to end, waits for it, and starts nothing any more.
 */
export function startJobRunner(jobs: readonly ScheduledJob[]): Runner {
  const stopping = new AbortController();
  const workers = new Map(jobs.map((job) => [job.name, createWorker(job, stopping.signal)]));
  return engageRunner({
    // After the answer: the request that pokes is not to wait for it, not even for its first synchronous part.
    poke: (name) => void setImmediate(() => workers.get(name)?.poke()),
    stopping: stopping.signal,
    stop: async () => {
      stopping.abort();
      await Promise.all([...workers.values()].map((worker) => worker.rest()));
    },
  });
}

/** From now on, the runner of this process. */
export function engageRunner(runner: Runner): Runner {
  processWide[PROCESS_RUNNER] = runner;
  return runner;
}

/** Asks the runner of this process, if there is one, to run a job now. */
export function pokeJob(name: string, ids?: Record<string, string | undefined>): void {
  processWide[PROCESS_RUNNER]?.poke(name, ids);
}

/** Tells a job that runs at somebody else's request when this process is asked to end. */
export function stoppingSignal(): AbortSignal {
  return processWide[PROCESS_RUNNER]?.stopping ?? new AbortController().signal;
}

/**
 * Stops the runner of this process, if there is one: resolves when what was running has ended.
 * @internal
 */
export async function stopJobRunner(): Promise<void> {
  await processWide[PROCESS_RUNNER]?.stop();
}
