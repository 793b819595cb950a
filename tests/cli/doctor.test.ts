import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SETTING_NAMES } from '@/lib/core/settings';
import { tokenKeys } from '@/lib/core/token-keys';
import { diagnosisOf, linesOf, runDoctor } from '../harness/doctor';
import { smtpReply, startMailServer, startTcpServer } from '../infra/mail/loopback-servers';

const ownKey = () => randomBytes(32).toString('base64url');
const kidOf = (key: string) => tokenKeys([key])[0]?.kid ?? '';

/** What production takes without a word, as far as it can be had on this machine alone. */
const PRODUCTION = {
  NODE_ENV: 'production',
  APP_URL: 'https://login.example.com',
  SECRET_KEY: randomBytes(32).toString('hex'),
  JWE_KEY: ownKey(),
  TRUSTED_PROXY_HOPS: '1',
};

/** A server on loopback that answers each path with its JSON, and 404 otherwise. */
async function startJsonServer(answers: Record<string, (url: string) => unknown>): Promise<string> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    request.resume();
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.(urlOf()) ?? {}));
  });
  const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return urlOf();
}

const silent = () => startTcpServer(() => undefined);

describe('npm run doctor', { timeout: 60_000 }, () => {
  it('with nothing set: all is well, and each check has its line', async () => {
    const diagnosis = await runDoctor();
    expect(diagnosis).toMatchObject({ code: 0, stderr: '' });
    expect(diagnosis.lines.map((line) => line.replace(/^(\S+ +\S+(?: \S+)*) {2,}.*$/, '$1').trim())).toEqual(
      ['settings', 'origin', 'client address', 'token keys', 'secret key', 'database', 'audit chain', 'redis']
        .concat('mail', 'captcha', 'google', 'pictures', 'jobs', 'watching')
        .map((name) => `ok       ${name}`),
    );
    expect(linesOf(diagnosis, 'database')).toEqual([expect.stringContaining('npm run dev starts and migrates it')]);
    expect(linesOf(diagnosis, 'token keys')).toEqual([expect.stringContaining("development's")]);
  });

  it('reads the files that the start would read', async () => {
    const files = { '.env': 'APP_URL=http://localhost:4000', '.env.production': 'APP_URL=https://login.example.com' };
    expect(linesOf(await runDoctor({}, files), 'origin')[0]).toContain('http://localhost:4000');
    expect(linesOf(await runDoctor({ NODE_ENV: 'production' }, files), 'origin')[0]).toMatch(
      /https:\/\/login\.example\.com.*__Host-access_token.*, Secure$/,
    );
  });

  it('lists all that the start would refuse, looks on, and ends with 1', async () => {
    const broken = { NODE_ENV: 'production', APP_URL: 'nonsense', PORT: 'many', CAPTCHA: 'off', JWE_KEY: 'short' };
    const diagnosis = await runDoctor(broken);
    expect(diagnosis).toMatchObject({ code: 1, stderr: '' });
    const problems = linesOf(diagnosis, 'settings').map((line) => /^wrong ([A-Z_]+)/.exec(line)?.[1]);
    expect(problems).toEqual(
      expect.arrayContaining(['APP_URL', 'PORT', 'JWE_KEY', 'SECRET_KEY', 'DATABASE_URL', 'REDIS_URL', 'EMAIL_HOST']),
    );
    expect(linesOf(diagnosis, 'token keys')).toEqual([
      'wrong cannot be judged while JWE_KEY cannot be read → see settings',
    ]);
    expect(linesOf(diagnosis, 'captcha')).toEqual([
      'wrong cannot be judged while APP_URL cannot be read → see settings',
    ]);
    expect(linesOf(diagnosis, 'secret key')[0]).toMatch(/^wrong .*development's/);
    expect(linesOf(diagnosis, 'jobs')[0]).toMatch(/^ok .*deliver-mail every 5 s/);
  });

  it('cuts off whatever hangs: each of the others that only takes the call', async () => {
    const ports = await Promise.all(Array.from({ length: 7 }, silent));
    const [database, redis, mail, captcha, google, inngest, traces] = ports;
    const diagnosis = await runDoctor({
      DATABASE_URL: `postgresql://gatehouse@127.0.0.1:${database}/gatehouse`,
      REDIS_URL: `redis://127.0.0.1:${redis}`,
      EMAIL_HOST: '127.0.0.1',
      EMAIL_PORT: `${mail}`,
      RECAPTCHA_SITE_KEY: 'site',
      RECAPTCHA_SECRET_KEY: 'secret',
      RECAPTCHA_VERIFY_URL: `http://127.0.0.1:${captcha}/verify`,
      GOOGLE_CLIENT_ID: 'client',
      GOOGLE_CLIENT_SECRET: 'secret',
      GOOGLE_ISSUER: `http://127.0.0.1:${google}`,
      INNGEST_DEV: `http://127.0.0.1:${inngest}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${traces}`,
    });
    expect(diagnosis).toMatchObject({ code: 1, stderr: '' });
    expect(linesOf(diagnosis, 'jobs')).toEqual([
      expect.stringMatching(`^wrong under Inngest \\(127.0.0.1:${inngest}\\), .*; nobody answers there → INNGEST_`),
      'warning how they went cannot be read → see database',
    ]);
    for (const [name, seconds] of [
      ['database', 3],
      ['redis', 2],
      ['mail', 5],
      ['captcha', 3],
      ['google', 3],
      ['watching', 3],
    ] as const) {
      expect(linesOf(diagnosis, name)).toEqual([expect.stringMatching(`^wrong no answer within ${seconds} s → `)]);
    }
  });
});

describe('a site of its own address', () => {
  it('is warned of a proxy that must be there, and of what production does without', async () => {
    const alone = { ALLOW_SINGLE_INSTANCE: 'true', CAPTCHA: 'off', TRUSTED_PROXY_HOPS: '0', RESEND_API_KEY: 're_x' };
    const diagnosis = await diagnosisOf({ ...PRODUCTION, ...alone, DATABASE_URL: 'postgresql://127.0.0.1:1/x' });
    expect(linesOf(diagnosis, 'client address')[0]).toMatch(/^warning .* → TRUSTED_PROXY_HOPS=1/);
    expect(linesOf(diagnosis, 'redis')[0]).toMatch(/^warning none/);
    expect(linesOf(diagnosis, 'captcha')[0]).toMatch(/^warning off/);
    expect(linesOf(diagnosis, 'mail')).toEqual(['ok through Resend, from Gatehouse <no-reply@login.example.com>']);
    expect(diagnosis.lines.filter((line) => line.startsWith('wrong'))).toEqual([
      expect.stringContaining('Nobody answers at 127.0.0.1:1'),
    ]);
  });
});

describe('the keys', () => {
  it('are named by kid: which seals, which only open, which is there twice, which is published', async () => {
    const [newer, older, published] = [ownKey(), ownKey(), 'reNFCl9XyaGV-VFitGS-pK_gX2h_QgSQNU_R_MJjhco'];
    const JWE_KEY = [newer, older, `${newer}=`, `${published}=`].join(',');
    const diagnosis = await diagnosisOf({ ...PRODUCTION, JWE_KEY, REFRESH_TOKEN_SECONDS: '259200' });
    expect(linesOf(diagnosis, 'token keys')).toEqual([
      expect.stringMatching(
        `^ok JWE_KEY 1 of 4, kid ${kidOf(newer)}: seals .* → to rotate: put a new key first .* 3 day`,
      ),
      expect.stringMatching(`^ok JWE_KEY 2 of 4, kid ${kidOf(older)}: opens .*, seals nothing → drop it 3 day`),
      `warning JWE_KEY 3 of 4, kid ${kidOf(newer)}: the same as 1 → drop it`,
      expect.stringMatching(`^wrong JWE_KEY 4 of 4, kid ${kidOf(published)}: development's`),
    ]);
    expect(linesOf(diagnosis, 'settings').join('\n')).toContain('JWE_KEY: the development key is in the list');
    expect(linesOf(diagnosis, 'secret key')).toEqual(['ok SECRET_KEY: your own']);
  });
});

describe('what the settings name', () => {
  it('is well when it answers as it should', async () => {
    const { port } = await startMailServer();
    const outside = await startJsonServer({
      '/verify': () => ({ success: false, 'error-codes': ['invalid-input-response'] }),
      '/.well-known/openid-configuration': (issuer) => ({ issuer }),
      '/v1/traces': () => ({}),
    });
    const diagnosis = await diagnosisOf({
      ...{ INNGEST_DEV: outside, METRICS_TOKEN: 'a token of this very test', OTEL_EXPORTER_OTLP_ENDPOINT: outside },
      ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(port), EMAIL_USE_TLS: 'false' },
      ...{ RECAPTCHA_SITE_KEY: 'site', RECAPTCHA_SECRET_KEY: 'secret', RECAPTCHA_VERIFY_URL: `${outside}/verify` },
      ...{ GOOGLE_CLIENT_ID: 'client', GOOGLE_CLIENT_SECRET: 'secret', GOOGLE_ISSUER: outside },
    });
    expect(linesOf(diagnosis, 'mail')[0]).toMatch(`ok SMTP at 127.0.0.1:${port}, without TLS, not signed in`);
    expect(linesOf(diagnosis, 'captcha')[0]).toMatch(/^ok on; .* knows the key$/);
    const redirect = 'redirect URI to register there: http://localhost:3000/api/auth/callback/google';
    expect(linesOf(diagnosis, 'google')).toEqual([`ok issuer ${outside}; ${redirect}`]);
    const { host } = new URL(outside);
    expect(linesOf(diagnosis, 'watching')).toEqual([
      `ok metrics at http://localhost:3000/api/metrics, traces to ${host}`,
    ]);
    expect(linesOf(diagnosis, 'jobs')).toEqual([
      `ok under Inngest (${host}), which asks for them at http://localhost:3000/api/inngest`,
    ]);
  });

  it('is wrong when it refuses, is another, or is nothing of the kind', async () => {
    const { port } = await startMailServer({
      authOptional: false,
      onAuth: (_auth, _session, done) => done(smtpReply(535, 'no such password')),
    });
    const outside = await startJsonServer({
      '/verify': () => ({ success: false, 'error-codes': ['invalid-input-secret'] }),
      '/.well-known/openid-configuration': () => ({ issuer: 'https://another.example' }),
    });
    const settings = {
      ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(port), EMAIL_USE_TLS: 'false' },
      ...{ EMAIL_HOST_USER: 'gate', EMAIL_HOST_PASSWORD: 'no such password' },
      ...{ RECAPTCHA_SITE_KEY: 'site', RECAPTCHA_SECRET_KEY: 'secret', RECAPTCHA_VERIFY_URL: `${outside}/verify` },
      ...{ GOOGLE_CLIENT_ID: 'client', GOOGLE_CLIENT_SECRET: 'secret', GOOGLE_ISSUER: outside },
      REDIS_URL: 'redis://127.0.0.1:1',
    };
    const diagnosis = await diagnosisOf(settings);
    expect(linesOf(diagnosis, 'mail')[0]).toMatch(/^wrong SMTP at .*EAUTH 535.* → look at EMAIL_HOST/);
    expect(linesOf(diagnosis, 'captcha')[0]).toMatch(/does not know the key → RECAPTCHA_SECRET_KEY$/);
    expect(linesOf(diagnosis, 'google')[0]).toMatch(/^wrong issuer .* calls itself by another name → GOOGLE_ISSUER/);
    expect(linesOf(diagnosis, 'redis')[0]).toMatch(/^wrong Redis at 127\.0\.0\.1:1 .*nobody answers there/);
    const none = `${outside}/none`;
    const elsewhere = { RECAPTCHA_VERIFY_URL: none, GOOGLE_ISSUER: none, OTEL_EXPORTER_OTLP_ENDPOINT: none };
    const again = await diagnosisOf({ ...settings, ...elsewhere, REDIS_URL: 'redis://:half%@127.0.0.1:port' });
    expect(linesOf(again, 'captcha')[0]).toContain('does not answer as one');
    expect(linesOf(again, 'google')[0]).toContain('does not answer as an OpenID provider');
    expect(linesOf(again, 'redis')[0]).toMatch(/^wrong REDIS_URL cannot be read/);
    expect(linesOf(again, 'watching')[0]).toMatch(/^wrong no metrics; .* does not answer as one → look at OTEL_/);
  });
});

describe('a secret', () => {
  const SECRETS = SETTING_NAMES.filter((name) =>
    /(?:SECRET|PASSWORD|_API_KEY|JWE_KEY|EVENT_KEY|SIGNING_KEY|TOKEN$)/.test(name),
  );
  const drawn = (name: string) => (name === 'JWE_KEY' ? ownKey() : randomBytes(24).toString('hex'));
  const values = Object.fromEntries(SECRETS.map((name) => [name, drawn(name)]));
  const inUrl = randomBytes(24).toString('hex');

  /** Any run of eight characters would be a part of it. */
  function partOf(secret: string, text: string): string | undefined {
    const parts = Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8));
    return parts.find((part) => text.includes(part));
  }

  it('is never printed, not in part, whether what it opens is there or not, malformed or not', async () => {
    expect(SECRETS).toHaveLength(12);
    const { port } = await startMailServer();
    const set = {
      ...values,
      ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(port), EMAIL_HOST_USER: 'gate', EMAIL_USE_TLS: 'false' },
      ...{ AWS_ACCESS_KEY_ID: 'aws', AWS_STORAGE_BUCKET_NAME: 'bucket', INNGEST_BASE_URL: 'http://127.0.0.1:1' },
      ...{ RECAPTCHA_SITE_KEY: 'site', RECAPTCHA_VERIFY_URL: 'http://127.0.0.1:1/', GOOGLE_CLIENT_ID: 'client' },
      GOOGLE_ISSUER: 'http://127.0.0.1:1',
      DATABASE_URL: `postgresql://gatehouse:${inUrl}@127.0.0.1:1/gatehouse`,
      REDIS_URL: `redis://:${inUrl}@127.0.0.1:1`,
    };
    const unreadable = {
      JWE_KEY: `${values['JWE_KEY']}!`,
      DATABASE_URL: `mysql://${inUrl}@x`,
      REDIS_URL: `redis://:${inUrl}%@127.0.0.1:port`,
      RESEND_API_KEY: '',
    };
    const runs = await Promise.all([
      diagnosisOf(set),
      diagnosisOf({ ...set, NODE_ENV: 'production' }),
      diagnosisOf({ ...set, ...unreadable }),
    ]);
    for (const { lines } of runs) {
      const said = lines.join('\n');
      for (const [name, secret] of Object.entries({ ...values, inUrl })) {
        expect([name, partOf(secret, said)]).toEqual([name, undefined]);
      }
    }
  }, 20_000);
});
