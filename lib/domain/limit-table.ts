import type { Settings } from '@/lib/core/settings';
import type { ProblemCode } from '@/lib/shared/problems';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** A throttle: a sliding window that never closes. Its number is a setting, and `points` the setting's default. */
type Throttle = { setting: keyof Settings & `THROTTLE_${string}`; closedSeconds: null };

/** A lockout: the last that passes closes the key for so long, to right and wrong alike. */
type Lockout = { setting?: never; closedSeconds: number };

export type Limit = {
  /** What is counted, in the words of docs/limits.md. */
  counts: string;
  /** Whose count it is; an address counts by its block. */
  subject: 'person' | 'address' | 'account' | 'account and address' | 'e-mail address';
  /** How many pass within the window; the next one is refused. */
  points: number;
  windowSeconds: number;
  refusal: ProblemCode;
} & (Throttle | Lockout);

/**
 * Every limit there is, one row each (ASVS 2.1.3, 6.1.1). `LOCKOUT_SECONDS_SCALE` multiplies the lockouts' seconds.
 * Each count is taken before anything is judged; those of wrong secrets are given back when the secret is right.
 */
export const LIMITS = {
  'throttle.person': {
    counts: 'requests of somebody signed in',
    subject: 'person',
    setting: 'THROTTLE_AUTHENTICATED',
    points: 50,
    windowSeconds: MINUTE,
    closedSeconds: null,
    refusal: 'rate_limited',
  },
  'throttle.address': {
    counts: 'requests of strangers',
    subject: 'address',
    setting: 'THROTTLE_ANONYMOUS',
    points: 20,
    windowSeconds: MINUTE,
    closedSeconds: null,
    refusal: 'rate_limited',
  },
  'activation.account': {
    counts: 'wrong activation codes',
    subject: 'account',
    points: 5,
    windowSeconds: 10 * MINUTE,
    closedSeconds: 10 * MINUTE,
    refusal: 'too_many_attempts',
  },
  /** Between two mails with a code. */
  'resend.gap': {
    counts: 'mails with an activation code, the pause between two',
    subject: 'account',
    points: 1,
    windowSeconds: MINUTE,
    closedSeconds: MINUTE,
    refusal: 'too_many_attempts',
  },
  /** Registration's own mail is among them. */
  'resend.account': {
    counts: 'mails with an activation code',
    subject: 'account',
    points: 5,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'too_many_attempts',
  },
  'login.account_address': {
    counts: 'wrong passwords',
    subject: 'account and address',
    points: 5,
    windowSeconds: 15 * MINUTE,
    closedSeconds: 15 * MINUTE,
    refusal: 'too_many_attempts',
  },
  /** Over all addresses: a captcha, never a lock that a stranger can trigger. */
  'login.account': {
    counts: 'wrong passwords, from anywhere',
    subject: 'account',
    points: 20,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'captcha_required',
  },
  'login.address': {
    counts: 'wrong passwords, whosever',
    subject: 'address',
    points: 100,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'too_many_attempts',
  },
  'register.address': {
    counts: 'registrations',
    subject: 'address',
    points: 10,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'too_many_attempts',
  },
  /** Whether or not the address has an account. */
  'reset.email': {
    counts: 'requests of a reset link',
    subject: 'e-mail address',
    points: 3,
    windowSeconds: 15 * MINUTE,
    closedSeconds: 15 * MINUTE,
    refusal: 'too_many_attempts',
  },
  'reset.request_address': {
    counts: 'requests of a reset link',
    subject: 'address',
    points: 10,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'too_many_attempts',
  },
  'reset.address': {
    counts: 'tries of a reset link',
    subject: 'address',
    points: 10,
    windowSeconds: 10 * MINUTE,
    closedSeconds: 10 * MINUTE,
    refusal: 'too_many_attempts',
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
export type LockoutName = Exclude<LimitName, `throttle.${string}`>;
