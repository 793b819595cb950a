/** More than any address of this site has, and less than any server or proxy takes amiss in a header. */
const MAX_LENGTH = 2048;

/**
 * The path to go on to after signing in, if it is one of this site; otherwise undefined. Backslashes, control
 * characters and a second slash are what browsers turn into another host.
 */
export function safeNextPath(wanted: unknown): string | undefined {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(wanted)) return undefined;
  const base = 'http://site.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : undefined;
  // Resolving dots can bring two slashes together: /.//evil.example would become another host.
  if (url?.origin !== base || url.pathname.startsWith('//')) return undefined;
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.length <= MAX_LENGTH ? path : undefined;
}
