import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { developmentKey } from '../../lib/core/development-keys';
import { parseSettings, SettingsError } from '../../lib/core/env';

type Source = Record<string, string | undefined>;

const ownKey = () => randomBytes(32).toString('base64url');

/** What production accepts without a word. */
const PRODUCTION: Source = {
  NODE_ENV: 'production',
  APP_URL: 'https://login.example.com',
  SECRET_KEY: randomBytes(32).toString('hex'),
  JWE_KEY: ownKey(),
  DATABASE_URL: 'postgresql://gatehouse@db/gatehouse',
  REDIS_URL: 'redis://redis:6379',
  RECAPTCHA_SITE_KEY: 'site',
  RECAPTCHA_SECRET_KEY: 'secret',
  EMAIL_HOST: 'mail.example.com',
};

const INNGEST = { INNGEST_SIGNING_KEY: randomBytes(32).toString('hex'), INNGEST_EVENT_KEY: 'events' };

function problemsOf(source: Source): readonly string[] {
  try {
    parseSettings(source);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

const nameIn = (problem: string) => problem.replace(/:.*/s, '');

describe('a start', () => {
  test('needs no settings in development, and knows where it runs', () => {
    const settings = parseSettings({});
    expect(settings).toMatchObject({ mode: 'development', APP_URL: 'http://localhost:3000', isHttps: false });
    expect(settings.JWE_KEY).toEqual([developmentKey('jwe')]);
  });

  test('takes an empty value for an unset one', () => {
    const unset = Object.fromEntries(['PORT', 'APP_URL', 'REDIS_URL', 'JWE_KEY', 'CAPTCHA'].map((name) => [name, '']));
    expect(parseSettings(unset)).toEqual(parseSettings({}));
    expect(problemsOf({ ...PRODUCTION, DATABASE_URL: '' })).toEqual(['DATABASE_URL: wanted in production']);
  });

  test('derives what follows from the address', () => {
    const settings = parseSettings({ ...PRODUCTION, APP_URL: 'https://login.example.com/' });
    expect(settings).toMatchObject({
      mode: 'production',
      APP_URL: 'https://login.example.com',
      isHttps: true,
      PASSWORD_RESET_BASE_URL: 'https://login.example.com/reset_password',
      isCaptchaOn: true,
    });
  });

  test('takes the page of reset links with or without a slash at its end', () => {
    const settings = parseSettings({ PASSWORD_RESET_BASE_URL: 'https://app.example.com/reset/' });
    expect(settings.PASSWORD_RESET_BASE_URL).toBe('https://app.example.com/reset');
  });

  test('reads a list of token keys, the first of which seals', () => {
    const [first, second] = [ownKey(), ownKey()];
    expect(parseSettings({ JWE_KEY: `${first}, ${second}` }).JWE_KEY).toEqual([first, second]);
  });

  test('lists all problems at once, each with the name of its setting', () => {
    const problems = problemsOf({
      NODE_ENV: 'staging',
      PORT: 'http',
      APP_URL: 'ftp://example.com',
      SECRET_KEY: 'short',
      JWE_KEY: 'short,shorter',
      DATABASE_URL: 'mysql://localhost',
      REDIS_URL: 'localhost:6379',
      EMAIL_USE_TLS: 'yes',
      THROTTLE_ANONYMOUS: '0',
      LOCKOUT_SECONDS_SCALE: '-1',
    });
    const names = problems.map(nameIn);
    expect(new Set(names)).toEqual(
      new Set([
        'NODE_ENV',
        'PORT',
        'APP_URL',
        'SECRET_KEY',
        'JWE_KEY',
        'DATABASE_URL',
        'REDIS_URL',
        'EMAIL_USE_TLS',
        'THROTTLE_ANONYMOUS',
        'LOCKOUT_SECONDS_SCALE',
      ]),
    );
  });

  test.each([
    ['not hexadecimal', 'a signing key that somebody made up'],
    ['of half a byte more', `${INNGEST.INNGEST_SIGNING_KEY}0`],
    ['short', '0123456789'],
  ])('refuses a signing key of Inngest that is %s: it would sign with less than it seems', (_, INNGEST_SIGNING_KEY) => {
    expect(problemsOf({ ...PRODUCTION, ...INNGEST, INNGEST_SIGNING_KEY }).map(nameIn)).toEqual(['INNGEST_SIGNING_KEY']);
  });

  test('lists a malformed setting beside a missing one of production', () => {
    const missing = { DATABASE_URL: undefined, EMAIL_HOST: undefined };
    const problems = problemsOf({ ...PRODUCTION, ...missing, APP_URL: 'nonsense', CAPTCHA: 'maybe' });
    expect(problems.map(nameIn).toSorted()).toEqual([
      'APP_URL',
      'CAPTCHA',
      'DATABASE_URL',
      'EMAIL_HOST or RESEND_API_KEY',
    ]);
  });

  test('never repeats a value: a secret that is malformed stays out of the log', () => {
    const secret = 'hunter2-hunter2';
    const said = problemsOf({ SECRET_KEY: secret, JWE_KEY: secret, METRICS_TOKEN: 'hunter2', DATABASE_URL: secret });
    expect(said).toHaveLength(4);
    expect(said.join('\n')).not.toContain('hunter2');
  });
});

describe('production', () => {
  test('starts with what it wants', () => {
    expect(problemsOf(PRODUCTION)).toEqual([]);
  });

  // asvs:13.4.2
  test.each<[name: string, change: Source, problem: RegExp]>([
    ['an address', { APP_URL: undefined }, /^APP_URL: wanted/],
    ['https', { APP_URL: 'http://login.example.com' }, /^APP_URL: https/],
    ['a secret', { SECRET_KEY: undefined }, /^SECRET_KEY: wanted/],
    ['another secret than development’s', { SECRET_KEY: developmentKey('secret') }, /^SECRET_KEY: .*development/],
    ['a token key', { JWE_KEY: undefined }, /^JWE_KEY: wanted/],
    ['only keys of its own', { JWE_KEY: `${ownKey()},${developmentKey('jwe')}` }, /^JWE_KEY: .*development/],
    ['them in whatever spelling', { JWE_KEY: `${ownKey()},${developmentKey('jwe')}=` }, /^JWE_KEY: .*development/],
    ['a database', { DATABASE_URL: undefined }, /^DATABASE_URL: wanted/],
    ['Redis', { REDIS_URL: undefined }, /^REDIS_URL: wanted/],
    [
      'a captcha',
      { RECAPTCHA_SITE_KEY: undefined, RECAPTCHA_SECRET_KEY: undefined },
      /^RECAPTCHA_SITE_KEY, RECAPTCHA_SECRET_KEY: wanted/,
    ],
    ['a way to send mail', { EMAIL_HOST: undefined }, /^EMAIL_HOST or RESEND_API_KEY: wanted/],
    ['a provider behind https', { GOOGLE_ISSUER: 'http://id.example.com' }, /^GOOGLE_ISSUER: https/],
    [
      'a signing key of its own',
      { INNGEST_SIGNING_KEY: '0123456789abcdef'.repeat(2), INNGEST_EVENT_KEY: 'a' },
      /^INNGEST_SIGNING_KEY: .*example/,
    ],
    ['an event key of its own', { ...INNGEST, INNGEST_EVENT_KEY: '0123456789abcdef' }, /^INNGEST_EVENT_KEY: .*example/],
    [
      'another signing key of its own',
      { ...INNGEST, INNGEST_SIGNING_KEY_FALLBACK: 'fedcba9876543210'.repeat(2) },
      /^INNGEST_SIGNING_KEY_FALLBACK: .*example/,
    ],
    ['a token of its own for whoever watches', { METRICS_TOKEN: '0123456789abcdef' }, /^METRICS_TOKEN: .*example/],
    ['signed jobs', { INNGEST_DEV: 'http://127.0.0.1:8288' }, /^INNGEST_DEV: refused/],
  ])('wants %s', (_, change, problem) => {
    expect(problemsOf({ ...PRODUCTION, ...change })).toEqual([expect.stringMatching(problem)]);
  });

  test.each<[name: string, change: Source]>([
    ['http on localhost', { APP_URL: 'http://localhost:3000' }],
    ['a single instance, when it is said', { REDIS_URL: undefined, ALLOW_SINGLE_INSTANCE: 'true' }],
    ['no captcha, when it is said', { RECAPTCHA_SITE_KEY: undefined, RECAPTCHA_SECRET_KEY: undefined, CAPTCHA: 'off' }],
    ['Resend instead of SMTP', { EMAIL_HOST: undefined, RESEND_API_KEY: 're_1' }],
    ['mail without TLS', { EMAIL_USE_TLS: 'false' }],
    ['Inngest of its own, by its name in a private network', { ...INNGEST, INNGEST_BASE_URL: 'http://inngest:8288' }],
    ['Inngest’s cloud', { ...INNGEST, INNGEST_SIGNING_KEY: `signkey-prod-${INNGEST.INNGEST_SIGNING_KEY}` }],
  ])('accepts %s', (_, change) => {
    expect(problemsOf({ ...PRODUCTION, ...change })).toEqual([]);
  });
});

const BUCKET = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_STORAGE_BUCKET_NAME: 'pictures' };

describe('everywhere', () => {
  test.each<[name: string, source: Source, problem: RegExp]>([
    ['the two captcha keys', { RECAPTCHA_SITE_KEY: 'a' }, /^RECAPTCHA_SECRET_KEY: wanted because/],
    ['the mail account and its password', { EMAIL_HOST_PASSWORD: 'a' }, /^EMAIL_HOST_USER: wanted because/],
    ['the OAuth client and its secret', { GOOGLE_CLIENT_ID: 'a' }, /^GOOGLE_CLIENT_SECRET: wanted because/],
    ['the storage keys and the bucket', { AWS_ACCESS_KEY_ID: 'a' }, /^AWS_SECRET_ACCESS_KEY, AWS_STORAGE_BUCKET_NAME:/],
    [
      'the two keys of Inngest',
      { INNGEST_SIGNING_KEY: INNGEST.INNGEST_SIGNING_KEY },
      /^INNGEST_EVENT_KEY: wanted because/,
    ],
    ['the event key and the signing key', { INNGEST_EVENT_KEY: 'a' }, /^INNGEST_SIGNING_KEY: wanted because/],
    [
      'an Inngest and its keys',
      { INNGEST_BASE_URL: 'http://inngest:8288' },
      /^INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY: /,
    ],
    ['the bucket and its region or address', BUCKET, /^AWS_S3_REGION_NAME: wanted .* or AWS_S3_ENDPOINT_URL/],
    ['the region and a bucket', { AWS_S3_REGION_NAME: 'eu-central-1' }, /^AWS_STORAGE_BUCKET_NAME: wanted/],
    ['the address and a bucket', { AWS_S3_ENDPOINT_URL: 'http://minio:9000' }, /^AWS_STORAGE_BUCKET_NAME: wanted/],
    ['a captcha that is on, and its keys', { CAPTCHA: 'on' }, /^CAPTCHA: on needs/],
    [
      'the delay of a stop and its time',
      { SHUTDOWN_DELAY_SECONDS: '25', SHUTDOWN_SECONDS: '25' },
      /^SHUTDOWN_DELAY_SECONDS: less than/,
    ],
    ['preview and localhost', { PREVIEW: 'true', APP_URL: 'https://example.com' }, /^PREVIEW: only for/],
  ])('%s go together', (_, source, problem) => {
    expect(problemsOf(source)).toEqual([expect.stringMatching(problem)]);
  });

  // asvs:15.2.3
  test('a preview is the production build with development’s settings, on localhost', () => {
    expect(parseSettings({ NODE_ENV: 'production', PREVIEW: 'true' })).toMatchObject({ mode: 'preview' });
  });
});
