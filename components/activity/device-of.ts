type Device = { browser: string | null; os: string | null };

/** "Firefox on Linux"; null where neither is known. */
export function deviceOf({ browser, os }: Device): string | null {
  const known = [browser, os].filter((name) => name !== null && !name.startsWith('Unknown '));
  return known.length > 0 ? known.join(' on ') : null;
}
