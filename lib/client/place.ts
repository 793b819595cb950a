import type { Operation } from './operations';

export type Input = Record<string, unknown>;

/** What addresses resolve to another path, such as the list in place of its member. */
const NAMES_NOTHING = ['', '.', '..'];

const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/**
 * The path with its parameters filled in, and, as a query, what a read takes besides; `rest` is what is left for a body.
 * Throws a TypeError at a parameter that names nothing.
 */
export function placeOf({ method, path }: Operation, input: Input): { path: string; rest: Input } {
  const rest = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = textOf(rest[name]);
    if (NAMES_NOTHING.includes(value)) throw new TypeError(`${name} names nothing: ${JSON.stringify(value)}`);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (method !== 'GET') return { path: filled, rest };
  const asked = Object.entries(rest).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(asked.map(([name, value]) => [name, textOf(value)])).toString();
  return { path: query === '' ? filled : `${filled}?${query}`, rest };
}
