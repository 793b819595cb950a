import { expect, test } from 'vitest';
import { parseSettings, SettingsError } from '@/lib/core/env';
import { DatabaseProblem } from '@/lib/infra/database-problem';
import { explainFailedStart, warningsOf } from '@/lib/infra/start-up';

const PRODUCTION = {
  NODE_ENV: 'production',
  APP_URL: 'https://login.example.com',
  SECRET_KEY: 's'.repeat(64),
  JWE_KEY: 'k'.repeat(43),
  DATABASE_URL: 'postgresql://localhost/gatehouse',
  EMAIL_HOST: 'localhost',
};
const REDIS = { REDIS_URL: 'redis://localhost' };
const BUCKET = {
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_STORAGE_BUCKET_NAME: 'pictures',
  AWS_S3_REGION_NAME: 'eu-central-1',
};
const CAPTCHA = { RECAPTCHA_SITE_KEY: 'site', RECAPTCHA_SECRET_KEY: 'secret' };

test.each([
  [{ ...REDIS, ...CAPTCHA, ...BUCKET }, []],
  [{ ...REDIS, ...CAPTCHA }, [/^AWS_STORAGE_BUCKET_NAME: not set/]],
  [{ ALLOW_SINGLE_INSTANCE: 'true', ...CAPTCHA }, [/^ALLOW_SINGLE_INSTANCE: /]],
  [{ ...REDIS, ...BUCKET, CAPTCHA: 'off' }, [/^CAPTCHA: off/]],
  [{ ALLOW_SINGLE_INSTANCE: 'true', CAPTCHA: 'off' }, [/^ALLOW_SINGLE_INSTANCE: /, /^CAPTCHA: off/]],
])('production with %o warns of what it does without', (said, patterns) => {
  const warnings = warningsOf(parseSettings({ ...PRODUCTION, ...said }));
  expect(warnings).toEqual(patterns.map((pattern) => expect.stringMatching(pattern) as unknown));
});

test('a preview warns of nothing: it is meant to be alone', () => {
  expect(warningsOf(parseSettings({ NODE_ENV: 'production', PREVIEW: 'true', CAPTCHA: 'off' }))).toEqual([]);
});

test('what a person can mend is told without a stack, a surprise with it', () => {
  expect(explainFailedStart(new DatabaseProblem('Start it.'))).toBe('Start it.');
  expect(explainFailedStart(new SettingsError(['PORT: is a whole number']))).toContain('\n  - PORT: is a whole number');
  expect(explainFailedStart(new TypeError('surprise'))).toMatch(/^TypeError: surprise\n\s+at /);
});
