import { z } from 'zod';
import { PRODUCT_NAME } from '@/lib/shared/product';
import { developmentKey } from './development-keys';
import { productionProblems } from './production-rules';

const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((word) => word === 'true');
const count = (least: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least, `must be at least ${least}`);
const seconds = count(1);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
/** An origin: no path, no trailing slash, so that links can be built by appending. */
const origin = httpUrl
  .refine((value) => !URL.canParse(value) || new URL(value).pathname === '/', 'must have no path')
  .transform((value) => new URL(value).origin);

/** 32 bytes each, base64url, comma-separated: the first seals, all open. */
const keyList = z
  .string()
  .transform((list) => list.split(',').map((key) => key.trim()))
  .refine(
    (keys) => keys.every((key) => /^[A-Za-z0-9_-]{43}=?$/.test(key)),
    'must be a comma-separated list of base64url keys of 32 bytes each (make one: openssl rand -base64 32 | tr "+/" "-_" | tr -d "=")',
  );

/** What Inngest signs with: hexadecimal, in its cloud behind a prefix. What is not would be cut off without a word. */
const signingKey = z
  .string()
  .regex(
    /^(signkey-\w+-)?([0-9a-f]{2}){16,}$/i,
    'must be hexadecimal, of at least 32 digits, an even number (make one: openssl rand -hex 32)',
  );

const shape = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], { error: 'must be development, test or production' })
    .default('development'),
  PREVIEW: flag.default(false),
  PORT: count(0)
    .refine((port) => port <= 65_535, 'must be at most 65535')
    .default(3000),
  APP_URL: origin.optional(),
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters (make one: openssl rand -hex 32)').optional(),
  JWE_KEY: keyList.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional(),
  TRUSTED_PROXY_HOPS: count(0).default(0),
  ALLOW_SINGLE_INSTANCE: flag.default(false),

  CAPTCHA: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  RECAPTCHA_SITE_KEY: z.string().optional(),
  RECAPTCHA_SECRET_KEY: z.string().optional(),
  RECAPTCHA_VERIFY_URL: httpUrl.default('https://www.google.com/recaptcha/api/siteverify'),

  EMAIL_HOST: z.string().optional(),
  EMAIL_PORT: count(1).default(587),
  EMAIL_HOST_USER: z.string().optional(),
  EMAIL_HOST_PASSWORD: z.string().optional(),
  EMAIL_USE_TLS: flag.default(true),
  DEFAULT_FROM_EMAIL: z.string().optional(),
  RESEND_API_KEY: z.string().optional(),
  PASSWORD_RESET_BASE_URL: httpUrl.transform((value) => value.replace(/\/+$/, '')).optional(),

  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: httpUrl.default('https://accounts.google.com'),

  INNGEST_DEV: httpUrl.optional(),
  INNGEST_BASE_URL: httpUrl.optional(),
  INNGEST_EVENT_KEY: z
    .string()
    .regex(/^[\w-]+$/, 'must consist of letters, digits, - and _')
    .optional(),
  INNGEST_SIGNING_KEY: signingKey.optional(),
  INNGEST_SIGNING_KEY_FALLBACK: signingKey.optional(),
  INNGEST_SERVE_ORIGIN: origin.optional(),

  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_STORAGE_BUCKET_NAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .optional(),
  AWS_S3_REGION_NAME: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'must be a region such as eu-central-1')
    .optional(),
  AWS_S3_ENDPOINT_URL: httpUrl.optional(),

  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  SHUTDOWN_DELAY_SECONDS: count(0).default(0),
  SHUTDOWN_SECONDS: seconds.default(25),
  BREACH_CHECK: flag.default(false),
  BREACH_CHECK_URL: httpUrl.default('https://api.pwnedpasswords.com'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug and silent',
    })
    .default('info'),

  ACCESS_TOKEN_SECONDS: seconds.default(900),
  REFRESH_TOKEN_SECONDS: seconds.default(604_800),
  SESSION_SECONDS: seconds.default(2_592_000),
  REFRESH_GRACE_SECONDS: count(0).default(10),
  ACTIVATION_CODE_SECONDS: seconds.default(1800),
  RESET_TOKEN_SECONDS: seconds.default(1800),
  LOCKOUT_SECONDS_SCALE: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a number such as 1 or 0.05')
    .transform(Number)
    .refine((value) => value > 0, 'must be greater than 0')
    .default(1),
  THROTTLE_AUTHENTICATED: count(1).default(50),
  THROTTLE_ANONYMOUS: count(1).default(20),
});

/** Settings as typed, before what is derived from them. The names are the contract's (§8). */
export type RawSettings = z.output<typeof shape>;

/**
 * The names of every setting, in the order of `.env.example`, which a test holds against them.
 *
 * @internal
 */
export const SETTING_NAMES = Object.keys(shape.shape);

/**
 * Where this process runs. `development`: `next dev`. `preview`: the production build on the embedded
 * services, on localhost only; the tests over HTTP run it too. `production`: everything of development is refused.
 */
export type RunMode = 'development' | 'preview' | 'production';

function deriveInngest(raw: RawSettings, appUrl: string) {
  return {
    /** The jobs run under Inngest, and not in the process, where there is a key for it. */
    isInngestOn: raw.INNGEST_SIGNING_KEY !== undefined || raw.INNGEST_DEV !== undefined,
    INNGEST_SERVE_ORIGIN: raw.INNGEST_SERVE_ORIGIN ?? appUrl,
  };
}

function derive(raw: RawSettings) {
  const mode: RunMode = raw.NODE_ENV !== 'production' ? 'development' : raw.PREVIEW ? 'preview' : 'production';
  const appUrl = raw.APP_URL ?? `http://localhost:${raw.PORT}`;
  return {
    ...raw,
    mode,
    APP_URL: appUrl,
    isHttps: appUrl.startsWith('https:'),
    SECRET_KEY: raw.SECRET_KEY ?? developmentKey('secret'),
    JWE_KEY: raw.JWE_KEY ?? [developmentKey('jwe')],
    DEFAULT_FROM_EMAIL: raw.DEFAULT_FROM_EMAIL ?? `${PRODUCT_NAME} <no-reply@${new URL(appUrl).hostname}>`,
    PASSWORD_RESET_BASE_URL: raw.PASSWORD_RESET_BASE_URL ?? `${appUrl}/reset_password`,
    ...deriveInngest(raw, appUrl),
    /** Captcha is on where it was not said to be off and there are keys for it. */
    isCaptchaOn: raw.CAPTCHA !== 'off' && raw.RECAPTCHA_SECRET_KEY !== undefined,
  };
}

export const ENV_SCHEMA = shape
  .superRefine((raw, context) => {
    for (const message of productionProblems(raw)) context.addIssue({ code: 'custom', message });
  })
  .transform(derive);

/**
 * The same without the rules that span settings, for who looks at a configuration that cannot start.
 */
export const UNRULED_ENV_SCHEMA = shape.transform(derive);

/** Every setting, typed, with defaults filled in and what follows from them. */
export type Settings = z.output<typeof ENV_SCHEMA>;
