import { getEnv } from '@/lib/core/env';
import { offeredProviders } from '@/lib/core/offered-providers';

/** Two years, in seconds (ASVS 3.4.1 wants one). */
const HSTS_SECONDS = 2 * 365 * 24 * 60 * 60;

/**
 * What no page of ours uses, so that nothing on it can. Passkeys, federated sign-in and pasting stay possible. Only
 * what browsers know by name: they complain about the rest on every page.
 */
const UNUSED_FEATURES = [
  ...['accelerometer', 'camera', 'clipboard-read', 'display-capture', 'geolocation', 'gyroscope', 'hid'],
  ...['idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment', 'serial', 'usb'],
  ...['window-management', 'xr-spatial-tracking'],
];

/** Where reCAPTCHA's frames come from, as its documentation lists them; its script comes by nonce. */
const CAPTCHA_FRAMES = ['https://www.google.com/recaptcha/', 'https://recaptcha.google.com/recaptcha/'];
/** What its script reports to from within the page. */
const CAPTCHA_REPORTS = ['https://www.google.com/recaptcha/'];

/**
 * On every answer there is: the API's, files, Next's own, those that nobody thought of. It is nobody's page, and
 * nobody's to embed or to sniff. What is a page says otherwise below.
 */
export function answerHeaders({ isHttps, mode } = getEnv()): Record<string, string> {
  // A browser that hears it from a development machine would ask everything there for https, for years.
  const isStrict = isHttps && mode !== 'development';
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(isStrict && { 'strict-transport-security': `max-age=${HSTS_SECONDS}; includeSubDomains` }),
  };
}

/** On every page besides (ASVS V3.4); `nonce` is this answer's own. */
export function pageHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    // Mail links carry a token in their path, so no path is passed on. Not 'no-referrer': a browser would then post a
    // form with `Origin: null`, which the origin check refuses.
    'referrer-policy': 'strict-origin',
    'permissions-policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
  };
}

/**
 * On the answer that signs somebody out. Not "cache", for which Chromium holds an answer back for seconds: what is
 * anybody's own is never stored there. Not "cookies", which would take those of the neighbouring hosts along.
 */
export const SIGN_OUT_HEADERS = { 'clear-site-data': '"storage"' };

/**
 * What a page may load: its own scripts by nonce and what those load themselves; Next's inline styles; nothing else.
 * `next dev` needs eval for its stack traces and a socket for hot reloading. A form that is answered with a redirect to
 * a provider counts as posted there.
 */
export function contentSecurityPolicy(nonce: string, settings = getEnv()): string {
  const { NODE_ENV, isHttps, isCaptchaOn } = settings;
  const isDevelopment = NODE_ENV !== 'production';
  const sources: Record<string, string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(isDevelopment ? ['ws:'] : []), ...(isCaptchaOn ? CAPTCHA_REPORTS : [])],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'", ...offeredProviders(settings).map(({ issuer }) => new URL(issuer).origin)],
    'frame-src': isCaptchaOn ? CAPTCHA_FRAMES : ["'none'"],
    'frame-ancestors': ["'none'"],
    ...(isHttps && { 'upgrade-insecure-requests': [] }),
  };
  return Object.entries(sources)
    .map(([directive, allowed]) => [directive, ...allowed].join(' '))
    .join('; ');
}
