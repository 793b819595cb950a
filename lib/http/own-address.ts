import { getEnv } from '@/lib/core/env';
import { safeNextPath } from '@/lib/shared/next-path';

/** What still fits a cookie when it is percent-encoded. */
const MAX_LENGTH = 1024;

/** The path on this site that `wanted` (a path, or an address) stands for; undefined where it is none. */
export function ownPath(wanted: string): string | undefined {
  const { APP_URL } = getEnv();
  return safeNextPath(wanted.startsWith(APP_URL) ? wanted.slice(APP_URL.length) || '/' : wanted);
}

/** The address on this site that `wanted` (a path, or an address) stands for; the start page where it is none. */
export function ownAddress(wanted: string): string {
  const { APP_URL } = getEnv();
  const own = `${APP_URL}${ownPath(wanted) ?? '/'}`;
  return encodeURIComponent(own).length <= MAX_LENGTH ? own : `${APP_URL}/`;
}
