import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a state change that a browser sends from another site (ASVS 3.5.1): its Origin must be APP_URL's, or, where a
 * browser leaves that out, its Sec-Fetch-Site must say same-origin. Neither header at all is no browser, and passes.
 */
export function assertOwnOrigin(method: string, headers: Headers): void {
  if (SAFE_METHODS.has(method)) return;
  const { APP_URL } = getEnv();
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const isOwn = origin === null ? site === null || site === 'same-origin' || site === 'none' : origin === APP_URL;
  if (!isOwn) throw new Problem('origin_rejected', { detail: `Open the site at ${APP_URL} and try again from there.` });
}
