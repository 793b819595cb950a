import { Cron } from 'croner';

/**
 * When a job runs. By the pulse: each instance looks every n seconds, and it is safe in parallel. By the clock: at times
 * that a cron expression of five fields names in a time zone, once over all instances. `words` says the same to people.
 */
export type Pulse = { everySeconds: number; words: string };
export type ByClock = { cron: string; timeZone: string; words: string };
export type JobSchedule = Pulse | ByClock;

export function isByClock(schedule: JobSchedule): schedule is ByClock {
  return 'cron' in schedule;
}

export function everySeconds(seconds: number): Pulse {
  return { everySeconds: seconds, words: `every ${seconds} seconds, on each instance` };
}

export function everyMinutes(minutes: number): ByClock {
  return {
    cron: `*/${minutes} * * * *`,
    timeZone: 'UTC',
    words: minutes === 1 ? 'every minute' : `every ${minutes} minutes`,
  };
}

/** `time` as 03:10, in UTC: there is no hour there that a summer skips or repeats. */
export function dailyAt(time: `${number}:${number}`): ByClock {
  const [hour, minute] = time.split(':').map(Number);
  return { cron: `${minute} ${hour} * * *`, timeZone: 'UTC', words: `daily at ${time} UTC` };
}

/** The first time after `after` that the schedule names. Throws when there is none. */
export function nextDueAt({ cron, timeZone }: ByClock, after: Date): Date {
  const next = new Cron(cron, { timezone: timeZone, mode: '5-part' }).nextRun(after);
  if (!next) throw new Error(`No time is ever named by ${cron}.`);
  return next;
}
