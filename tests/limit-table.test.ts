import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../lib/core/env';
import { LIMITS, type Limit } from '../lib/domain/limit-table';

const rows: [string, Limit][] = Object.entries(LIMITS);
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The contract's §5, number by number: whose, how many, within how many seconds, closed for how many, refused with. */
const CONTRACT = {
  'throttle.person': ['person', 50, MINUTE, null, 'rate_limited'],
  'throttle.address': ['address', 20, MINUTE, null, 'rate_limited'],
  'activation.account': ['account', 5, 10 * MINUTE, 10 * MINUTE, 'too_many_attempts'],
  'resend.gap': ['account', 1, MINUTE, MINUTE, 'too_many_attempts'],
  'resend.account': ['account', 5, HOUR, HOUR, 'too_many_attempts'],
  'login.account_address': ['account and address', 5, 15 * MINUTE, 15 * MINUTE, 'too_many_attempts'],
  'login.account': ['account', 20, HOUR, HOUR, 'captcha_required'],
  'login.address': ['address', 100, HOUR, HOUR, 'too_many_attempts'],
  'register.address': ['address', 10, HOUR, HOUR, 'too_many_attempts'],
  'reset.email': ['e-mail address', 3, 15 * MINUTE, 15 * MINUTE, 'too_many_attempts'],
  'reset.request_address': ['address', 10, HOUR, HOUR, 'too_many_attempts'],
  'reset.address': ['address', 10, 10 * MINUTE, 10 * MINUTE, 'too_many_attempts'],
};

// asvs:2.1.3
describe('the table of limits', () => {
  test('has the contract’s rows, numbers and refusals, and no others', () => {
    const numbers = ([name, row]: [string, Limit]) => {
      const { subject, points, windowSeconds, closedSeconds, refusal } = row;
      return [name, [subject, points, windowSeconds, closedSeconds, refusal]];
    };
    expect(Object.fromEntries(rows.map(numbers))).toEqual(CONTRACT);
  });

  test('has the defaults of the settings that say otherwise', () => {
    const defaults = parseSettings({});
    for (const { setting, points } of rows.map(([, row]) => row).filter(({ setting }) => setting !== undefined)) {
      expect([setting, setting && defaults[setting]]).toEqual([setting, points]);
    }
    expect(defaults.LOCKOUT_SECONDS_SCALE).toBe(1);
  });
});

const inWords = (seconds: number) => (seconds === HOUR ? '1 hour' : `${seconds / MINUTE} min`);

function lineOf([name, row]: [string, Limit]): string {
  const { counts, subject, points, windowSeconds, closedSeconds, refusal } = row;
  const closed = closedSeconds === null ? 'never: it slides' : inWords(closedSeconds);
  const cells = [`\`${name}\``, counts, subject, points, inWords(windowSeconds), closed, `\`${refusal}\``];
  return `| ${cells.join(' | ')} |`;
}

// asvs:6.1.1
test('docs/limits.md has the same table', () => {
  const shown = readFileSync('docs/limits.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replace(/ +/g, ' '));
  expect(shown).toEqual(rows.map(lineOf));
});
