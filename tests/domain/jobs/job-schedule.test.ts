import { describe, expect, it } from 'vitest';
import { dailyAt, everyMinutes, isByClock, nextDueAt } from '@/lib/domain/job-schedule';
import { JOB_NAMES } from '@/lib/domain/job';
import { JOBS } from '@/lib/domain/jobs';

const at = (iso: string) => new Date(iso);

describe('when a job is due next', () => {
  it.each([
    ['daily, before its time', dailyAt('03:10'), '2026-11-22T03:09:59.999Z', '2026-11-22T03:10:00.000Z'],
    ['daily, at its time', dailyAt('03:10'), '2026-11-22T03:10:00.000Z', '2026-11-23T03:10:00.000Z'],
    ['daily, over the end of a year', dailyAt('00:00'), '2026-12-31T12:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['every minute', everyMinutes(1), '2026-11-22T03:10:00.000Z', '2026-11-22T03:11:00.000Z'],
    ['every ten minutes', everyMinutes(10), '2026-11-22T23:51:07.000Z', '2026-11-23T00:00:00.000Z'],
    [
      'at an hour of a time zone',
      { cron: '10 3 * * *', timeZone: 'Europe/Berlin', words: '' },
      '2026-07-01T00:00:00.000Z',
      '2026-07-01T01:10:00.000Z',
    ],
    [
      'at an hour that the summer time skips: when it would have been',
      { cron: '30 2 * * *', timeZone: 'Europe/Berlin', words: '' },
      '2026-03-28T12:00:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ],
  ])('%s', (_, schedule, after, next) => {
    expect(nextDueAt(schedule, at(after))).toEqual(at(next));
  });
});

describe('the table of jobs', () => {
  it('has each job once, with a cadence in words, and the purges at different times', () => {
    expect(JOBS.map(({ name }) => name)).toEqual(JOB_NAMES);
    const words = JOBS.map(({ schedule }) => schedule.words);
    expect(words.every((each) => /^(?:every|daily at) /.test(each))).toBe(true);
    const daily = JOBS.flatMap(({ schedule }) => (isByClock(schedule) ? [schedule.words] : [])).filter((each) =>
      each.startsWith('daily'),
    );
    expect(new Set(daily).size).toBe(daily.length);
  });
});
