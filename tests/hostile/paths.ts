import { MARK } from './values';

/** Parts of a path as they travel, encoded or broken already. */
export const HOSTILE_PATHS: readonly (readonly [name: string, part: string])[] = [
  ['a NUL', '%00'],
  ['a NUL at the end', `${MARK}%00.json`],
  ['a way up, encoded', '%2e%2e%2f%2e%2e%2fetc%2fpasswd'],
  ['a way up, encoded twice', '%252e%252e%252fetc%252fpasswd'],
  ['a way up past a semicolon', '..;%2f..;%2f'],
  ['backslashes', '..%5c..%5cwindows'],
  ['a line break', `x%0d%0aSet-Cookie:%20${MARK}=1`],
  ['an encoded slash', 'a%2fb'],
  ['an encoded question mark', 'a%3fb=1%23'],
  ['a space and a plus', 'a%20+b'],
  ['a dot file', '.env'],
  ['a name of the prototype', '__proto__'],
  ['a wildcard', '*'],
  ['a list', 'a,b'],
  ['a number', '-1'],
  ['a huge number', '9'.repeat(400)],
  ['a UUID in capitals', 'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF'],
  ['a UUID and more', '00000000-0000-4000-8000-000000000000%0a'],
  ['a UUID in braces', '%7B00000000-0000-4000-8000-000000000000%7D'],
  ['6 KiB', 'x'.repeat(6144)],
];

/** Parts that are no UTF-8: Next refuses them before any of our code is asked. */
export const UNDECODABLE_PATHS: readonly (readonly [name: string, part: string])[] = [
  ['a lone percent sign', '%'],
  ['half of a character', '%E0%A4%A'],
  ['overlong UTF-8', '%C0%AF'],
  ['UTF-8 of a surrogate', '%ED%A0%80'],
];
