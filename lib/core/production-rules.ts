import { developmentKey } from './development-keys';
import type { RawSettings } from './settings';
import { isDevelopmentTokenKey, tokenKeys } from './token-keys';

type Rule = (raw: RawSettings) => string | false;

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An address that is none has its own problem: it breaks no rule about where it leads. */
function isLocal(url: string): boolean {
  return !URL.canParse(url) || LOCAL_HOSTS.has(new URL(url).hostname);
}

function together(raw: RawSettings, names: (keyof RawSettings)[]): string | false {
  const missing = names.filter((name) => raw[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return false;
  return `${missing.join(', ')}: wanted because ${names.filter((name) => raw[name] !== undefined).join(', ')} is set`;
}

/** What says nothing without the keys of Inngest. */
const WITH_INNGEST = ['INNGEST_BASE_URL', 'INNGEST_SIGNING_KEY_FALLBACK', 'INNGEST_SERVE_ORIGIN'] as const;

/** Rules that hold wherever the process runs. */
const EVERYWHERE: readonly Rule[] = [
  (raw) => together(raw, ['RECAPTCHA_SITE_KEY', 'RECAPTCHA_SECRET_KEY']),
  (raw) => together(raw, ['EMAIL_HOST_USER', 'EMAIL_HOST_PASSWORD']),
  (raw) => together(raw, ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET']),
  (raw) => together(raw, ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_STORAGE_BUCKET_NAME']),
  (raw) => together(raw, ['INNGEST_SIGNING_KEY', 'INNGEST_EVENT_KEY']),
  (raw) => {
    const isOn = raw.INNGEST_SIGNING_KEY !== undefined || raw.INNGEST_DEV !== undefined;
    const lonely = isOn || raw.INNGEST_EVENT_KEY !== undefined ? [] : WITH_INNGEST.filter((name) => raw[name]);
    return lonely.length > 0 && `INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY: wanted because ${lonely.join(', ')} is set`;
  },
  (raw) =>
    raw.AWS_STORAGE_BUCKET_NAME === undefined &&
    (raw.AWS_S3_REGION_NAME ?? raw.AWS_S3_ENDPOINT_URL) !== undefined &&
    'AWS_STORAGE_BUCKET_NAME: wanted with its access key, because it is said where the storage is',
  (raw) =>
    raw.AWS_STORAGE_BUCKET_NAME !== undefined &&
    (raw.AWS_S3_REGION_NAME ?? raw.AWS_S3_ENDPOINT_URL) === undefined &&
    'AWS_S3_REGION_NAME: wanted for a bucket of Amazon’s, or AWS_S3_ENDPOINT_URL for one elsewhere',
  (raw) =>
    raw.CAPTCHA === 'on' &&
    raw.RECAPTCHA_SECRET_KEY === undefined &&
    'CAPTCHA: on needs RECAPTCHA_SITE_KEY and RECAPTCHA_SECRET_KEY',
  (raw) =>
    raw.SHUTDOWN_DELAY_SECONDS >= raw.SHUTDOWN_SECONDS &&
    'SHUTDOWN_DELAY_SECONDS: less than SHUTDOWN_SECONDS, which is all the time that a stop has',
  (raw) =>
    raw.PREVIEW &&
    raw.APP_URL !== undefined &&
    !isLocal(raw.APP_URL) &&
    'PREVIEW: only for an APP_URL on localhost; a public site runs with npm start and the settings of production',
];

/** Secrets that `.env.example` has a value of. */
const PUBLISHED = [
  'INNGEST_EVENT_KEY',
  'INNGEST_SIGNING_KEY',
  'INNGEST_SIGNING_KEY_FALLBACK',
  'METRICS_TOKEN',
] as const;

/** What production wants said out loud, and the development values that it refuses (ASVS 13.4.2, 15.2.3). */
const PRODUCTION: readonly Rule[] = [
  (raw) => raw.APP_URL === undefined && 'APP_URL: wanted in production, such as https://login.example.com',
  (raw) =>
    raw.APP_URL !== undefined &&
    raw.APP_URL.startsWith('http:') &&
    !isLocal(raw.APP_URL) &&
    'APP_URL: https in production (http is accepted on localhost only)',
  (raw) => raw.SECRET_KEY === undefined && 'SECRET_KEY: wanted in production (make one: openssl rand -hex 32)',
  (raw) => raw.SECRET_KEY === developmentKey('secret') && 'SECRET_KEY: this is the development key; make your own',
  (raw) =>
    raw.JWE_KEY === undefined &&
    'JWE_KEY: wanted in production (make one: openssl rand -base64 32 | tr "+/" "-_" | tr -d "=")',
  (raw) =>
    tokenKeys(raw.JWE_KEY ?? []).some(isDevelopmentTokenKey) &&
    'JWE_KEY: the development key is in the list; make your own',
  (raw) => raw.DATABASE_URL === undefined && 'DATABASE_URL: wanted in production',
  (raw) =>
    raw.REDIS_URL === undefined &&
    !raw.ALLOW_SINGLE_INSTANCE &&
    'REDIS_URL: wanted in production, or say ALLOW_SINGLE_INSTANCE=true when one process is all there is',
  (raw) =>
    raw.RECAPTCHA_SECRET_KEY === undefined &&
    raw.CAPTCHA !== 'off' &&
    'RECAPTCHA_SITE_KEY, RECAPTCHA_SECRET_KEY: wanted in production, or say CAPTCHA=off',
  (raw) =>
    raw.EMAIL_HOST === undefined &&
    raw.RESEND_API_KEY === undefined &&
    'EMAIL_HOST or RESEND_API_KEY: wanted in production (the mailbox is for development)',
  (raw) =>
    raw.GOOGLE_ISSUER.startsWith('http:') &&
    !isLocal(raw.GOOGLE_ISSUER) &&
    'GOOGLE_ISSUER: https in production (http is accepted on localhost only)',
  ...PUBLISHED.map(
    (name): Rule =>
      (raw) =>
        /^(signkey-\w+-)?(0123456789abcdef|fedcba9876543210)+$/.test(raw[name] ?? '') &&
        `${name}: this is the one of .env.example; make your own (openssl rand -hex 32)`,
  ),
  (raw) => raw.INNGEST_DEV !== undefined && 'INNGEST_DEV: refused in production: it switches signature checks off',
];

/** Every rule that these settings break, as sentences that begin with the setting's name. */
export function productionProblems(raw: RawSettings): string[] {
  const rules = raw.NODE_ENV === 'production' && !raw.PREVIEW ? [...EVERYWHERE, ...PRODUCTION] : EVERYWHERE;
  return rules.map((rule) => rule(raw)).filter((problem) => problem !== false);
}
