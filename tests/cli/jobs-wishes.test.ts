import { describe, expect, it } from 'vitest';
import { readWish } from '@/lib/cli/jobs/wishes';
import { durationInWords, momentInWords, reportInWords } from '@/lib/cli/jobs/words';
import { readDocuments, wordsAfter } from '../docs/documents';

const HOW = 'npm run jobs -- list\n  npm run jobs -- run <name> [--dry-run]';

describe('what the words of npm run jobs ask for', () => {
  it('the list, or a job, for good or as a dry run', () => {
    expect(readWish(['list'])).toEqual({ verb: 'list' });
    expect(readWish(['run', 'deliver-mail'])).toMatchObject({ job: { name: 'deliver-mail' }, dryRun: false });
    expect(readWish(['run', 'purge-expired', '--dry-run'])).toMatchObject({
      job: { name: 'purge-expired' },
      dryRun: true,
    });
  });

  it('all that the documents have one ask', () => {
    const asked = wordsAfter('jobs', readDocuments()).map((words) => readWish(words).verb);
    expect(new Set(asked)).toEqual(new Set(['list', 'run']));
  });

  it.each([
    ['nothing', [], HOW],
    ['another word', ['start', 'purge-expired'], HOW],
    ['no name', ['run'], HOW],
    ['two names', ['run', 'purge-expired', 'deliver-mail'], HOW],
    ['a dry run of the list', ['list', '--dry-run'], HOW],
    ['no such option', ['run', 'purge-expired', '--fast'], HOW],
    [
      'no such job',
      ['run', 'purge-all'],
      'There is no job “purge-all”. There are: deliver-mail, answer-reset-requests,',
    ],
    [
      'a dry run of what has none',
      ['run', 'deliver-mail', '--dry-run'],
      'deliver-mail has no dry run, so nothing was done. These have one: relay-outbox, purge-expired, purge-unactivated, purge-avatars.',
    ],
  ])('%s: said, and nothing is done', (_, words, sentence) => {
    expect(() => readWish(words)).toThrow(sentence);
  });
});

describe('how it answers', () => {
  it('in words', () => {
    expect(reportInWords({ refreshTokens: 12, sessions: 0, revocations: 3 })).toBe('refresh tokens 12, revocations 3');
    expect(reportInWords({ sent: 0 })).toBe('nothing');
    expect(momentInWords(new Date('2026-11-22T03:10:00.123Z'))).toBe('2026-11-22 03:10:00 UTC');
    expect(durationInWords(1_250)).toBe('1.3 s');
  });
});
