import { GROWING, MARK, unorderedMarks } from './values';

export type Body = string | Uint8Array<ArrayBuffer>;

type Fields = Record<string, unknown>;

type HostileBody = { name: string; bodyFor: (fields: Fields) => Body };

const bytes = (...values: number[]) => new Uint8Array(values);
const every = (fields: Fields, value: unknown) =>
  JSON.stringify(Object.fromEntries(Object.keys(fields).map((name) => [name, value])));

/** The fields with something of one's own before their closing brace, as text: what JSON.stringify would not write. */
const withRaw = (fields: Fields, raw: string) =>
  `{${[JSON.stringify(fields).slice(1, -1), raw].filter(Boolean).join()}}`;

/** How many units of three bytes each field may have, for the whole to stay below 64 KiB. */
function roomIn(fields: Fields): number {
  return Math.floor(60_000 / 3 / Math.max(1, Object.keys(fields).length));
}

/** As long as names, passwords and addresses may be, a little longer, and as much as a body holds: in all fields at once. */
export const GROWN: readonly HostileBody[] = [
  ...[80, 128, 254].flatMap((length) =>
    GROWING.map(([name, unit]) => ({
      name: `${length} of ${name} everywhere`,
      bodyFor: (fields: Fields) => every(fields, unit.repeat(length).slice(0, length)),
    })),
  ),
  ...GROWING.map(([name, unit]) => ({
    name: `as much as there is room for of ${name} everywhere`,
    bodyFor: (fields: Fields) => every(fields, unit.repeat(roomIn(fields) / unit.length)),
  })),
  {
    name: 'unordered combining marks everywhere',
    bodyFor: (fields) => every(fields, unorderedMarks(roomIn(fields))),
  },
];

/** What is broken about the body as a whole; each is built upon what the operation would take. */
export const BODIES: readonly HostileBody[] = [
  { name: 'empty', bodyFor: () => '' },
  { name: 'a space', bodyFor: () => ' ' },
  { name: 'garbage', bodyFor: () => '\u0001{]' },
  { name: 'markup', bodyFor: () => `<script>alert('${MARK}')</script>` },
  { name: 'XML with an entity', bodyFor: () => '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>' },
  { name: 'an array', bodyFor: () => '[]' },
  { name: 'an array of what is wanted', bodyFor: (fields) => JSON.stringify([fields, fields]) },
  { name: 'null', bodyFor: () => 'null' },
  { name: 'a number', bodyFor: () => '1e999' },
  { name: 'a text', bodyFor: () => '"x"' },
  { name: 'a text of what is wanted', bodyFor: (fields) => JSON.stringify(JSON.stringify(fields)) },
  { name: 'an empty object', bodyFor: () => '{}' },
  { name: 'cut short', bodyFor: (fields) => JSON.stringify(fields).slice(0, -1) },
  { name: 'one too many', bodyFor: (fields) => `${JSON.stringify(fields)}{}` },
  { name: 'with comments', bodyFor: (fields) => `/**/${JSON.stringify(fields)}// ${MARK}` },
  { name: 'not a number', bodyFor: (fields) => withRaw(fields, '"x":NaN') },
  { name: 'keys twice', bodyFor: (fields) => withRaw(fields, JSON.stringify(fields).slice(1, -1)) },
  { name: 'the same keys as nothing', bodyFor: (fields) => withRaw(fields, every(fields, null).slice(1, -1)) },
  { name: 'a prototype', bodyFor: (fields) => withRaw(fields, '"__proto__":{"is_activated":true,"roles":["admin"]}') },
  { name: 'a constructor', bodyFor: (fields) => withRaw(fields, '"constructor":{"prototype":{"isAdmin":true}}') },
  {
    name: 'more than is asked for',
    bodyFor: (fields) => withRaw(fields, '"id":1,"roles":["admin"],"is_activated":true'),
  },
  { name: 'keys of markup', bodyFor: (fields) => withRaw(fields, `"<img src=x onerror=alert('${MARK}')>":1`) },
  { name: 'two thousand keys', bodyFor: (fields) => JSON.stringify({ ...fields, ...Array(2000).fill(0) }) },
  { name: 'numbers everywhere', bodyFor: (fields) => every(fields, -1e308) },
  { name: 'operators everywhere', bodyFor: (fields) => every(fields, { $gt: '' }) },
  { name: 'lists everywhere', bodyFor: (fields) => every(fields, ['a', 'b']) },
  { name: 'markup everywhere', bodyFor: (fields) => every(fields, `"><${MARK}-injected>`) },
  { name: 'deep', bodyFor: (fields) => withRaw(fields, `"x":${'['.repeat(20_000)}${']'.repeat(20_000)}`) },
  { name: 'deep and unclosed', bodyFor: () => '{"a":'.repeat(10_000) },
  { name: 'deep everywhere', bodyFor: (fields) => every(fields, JSON.parse('['.repeat(400) + ']'.repeat(400))) },
  { name: '64 KiB and a byte', bodyFor: () => `"${'x'.repeat(64 * 1024 - 1)}"` },
  { name: '200 KB', bodyFor: () => JSON.stringify({ x: 'x'.repeat(200_000) }) },
  { name: 'broken UTF-8', bodyFor: () => bytes(0x7b, 0xff, 0xfe, 0x7d) },
  { name: 'overlong UTF-8', bodyFor: () => bytes(0x7b, 0xc0, 0xaf, 0x7d) },
  { name: 'UTF-8 of a surrogate', bodyFor: () => bytes(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d) },
  { name: 'UTF-16', bodyFor: (fields) => new Uint8Array(Buffer.from(`\ufeff${JSON.stringify(fields)}`, 'utf16le')) },
  { name: 'a byte order mark', bodyFor: (fields) => `\ufeff${JSON.stringify(fields)}` },
  { name: 'a file that was zipped', bodyFor: () => bytes(0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3) },
  ...GROWN,
];
