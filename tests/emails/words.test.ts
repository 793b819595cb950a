import { describe, expect, it } from 'vitest';
import { durationInWords, endInWords, greeting, momentInWords, oneLine } from '@/emails/words';

describe('greeting', () => {
  it.each(['Ada', "O'Neil", 'José María', 'J.R.', '李明', 'Ng', 'Jean-Luc', '<b>Bob</b>'])(
    'greets %s by name',
    (name) => {
      expect(greeting(name)).toBe(`Hello ${name},`);
    },
  );

  it.each([
    'win.example',
    'Go to https://x',
    'www.win',
    'a@b',
    'Prizes: http://203.0.113.7/',
    'ПРИЗ.рф',
    '',
    ' \u202e ',
  ])('leaves out %j, which a mail program would make a link of, or which is no name', (name) => {
    expect(greeting(name)).toBe('Hello,');
  });
});

describe('oneLine', () => {
  // asvs:1.3.11
  it('keeps controls, line breaks and direction marks out of a mail', () => {
    expect(oneLine('Ada\r\nBcc: x\u2028y\u202ez\u0000')).toBe('Ada Bcc: x y z');
  });

  it('cuts what is longer than 80 characters, never through one', () => {
    expect(oneLine('🏰'.repeat(100))).toBe('🏰'.repeat(80));
  });
});

describe('times', () => {
  it('writes a moment out in words, in UTC whatever the machine says', () => {
    expect(momentInWords('2026-03-02T23:59:59.000Z')).toBe('Monday 2 March 2026 at 23:59 UTC');
  });

  it('tells the end by the clock when it is soon, and with its day when it is not', () => {
    expect(endInWords('2026-11-21T23:45:00.000Z', 30)).toBe('00:15 UTC');
    expect(endInWords('2026-11-21T23:45:00.000Z', 1440)).toBe('Sunday 22 November 2026 at 23:45 UTC');
  });

  it.each([
    [0.5, '1 minute'],
    [1, '1 minute'],
    [1.5, '1 minute'],
    [30, '30 minutes'],
    [60, '60 minutes'],
    [90, '90 minutes'],
    [120, '2 hours'],
    [1440, '24 hours'],
    [4320, '3 days'],
  ])('never promises more than it holds: %d minutes are "%s"', (minutes, words) => {
    expect(durationInWords(minutes)).toBe(words);
  });
});
