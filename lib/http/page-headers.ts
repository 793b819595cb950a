import { getEnv } from '@/lib/core/env';

/**
 * What a page may load: its own scripts by nonce and what those load themselves; Next's inline styles; nothing else.
 * `next dev` needs eval for its stack traces and a socket for hot reloading. A form that is answered with a redirect to
 * a provider counts as posted there.
 */
export function contentSecurityPolicy(nonce: string): string {
  const { NODE_ENV, isHttps, GOOGLE_CLIENT_ID, GOOGLE_ISSUER } = getEnv();
  const isDevelopment = NODE_ENV !== 'production';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${GOOGLE_CLIENT_ID ? ` ${new URL(GOOGLE_ISSUER).origin}` : ''}`,
    "frame-src 'self'",
    "frame-ancestors 'none'",
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** On every page, besides the policy above (ASVS V3.4). */
export function securityHeaders(): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    // Mail links carry a token in their path, so no path is passed on. Not 'no-referrer': a browser would then post a
    // form with `Origin: null`, which the origin check refuses.
    'referrer-policy': 'strict-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'x-frame-options': 'DENY',
    ...(getEnv().isHttps && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  };
}
