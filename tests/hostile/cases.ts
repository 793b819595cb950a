import { z } from 'zod';
import type { CatalogueRow } from '@/lib/http/catalogue';
import { BODIES, type Body } from './bodies';
import { COOKIES, HEADERS, MEDIA_TYPES } from './headers';
import { HOSTILE_PATHS } from './paths';
import { HOSTILE_QUERIES, HOSTILE_TEXTS, HOSTILE_VALUES, WRONG_TYPES } from './values';

/** Whose cookies go along: nobody's, those of a person of this server, or those of the same program under other keys. */
export type Identity = 'nobody' | 'somebody' | 'foreign';

/** What an operation would take, by field: a case spoils one thing of it. */
export type Sample = Record<string, unknown>;

/** What is sent. Without a body, none is. */
export type Sent = { path: string; as: Identity; headers: Record<string, string>; body?: Body };

/** One row of hostile input for one endpoint. `hostile` is what no problem document may repeat, if it is a text. */
export type HostileCase = { name: string; hostile: unknown; toSent: (sample: Sample) => Sent };

const JSON_TYPE = { 'content-type': 'application/json' };

/** A field that must equal another, or that stands in for it: both cannot be hostile on their own. */
const REPEATED: Record<string, string> = { password: 'confirm_password', new_password: 'confirm_password' };
const RIVALS: Record<string, string> = { token: 'activation_code' };

/** `/api/sessions/{id}` → `['id']`. */
export const parametersOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** The fields of an operation's input that do not stand in its path, from its own schema. */
export function fieldsOf({ path, useCase }: CatalogueRow): string[] {
  const { properties = {} } = z.toJSONSchema(useCase.input, { io: 'input', unrepresentable: 'any' });
  return Object.keys(properties).filter((name) => !parametersOf(path).includes(name));
}

/** The path with its parameters filled from the sample, but for what `changes` puts there, encoded already. */
function pathOf(row: CatalogueRow, sample: Sample, changes: Record<string, string> = {}): string {
  return row.path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => changes[name] ?? encodeURIComponent(String(sample[name])),
  );
}

/** `encodeURIComponent` throws at lone surrogates, which is what UTF-8 makes of them. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());

const ownerOf = ({ useCase }: CatalogueRow): Identity => (useCase.access === 'anyone' ? 'nobody' : 'somebody');

/** What the operation would take, as its method carries it. */
function goodRequest(row: CatalogueRow, sample: Sample): Sent {
  const good = { path: pathOf(row, sample), as: ownerOf(row), headers: {} };
  return row.method === 'GET' ? good : { ...good, headers: JSON_TYPE, body: JSON.stringify(bodyOf(row, sample)) };
}

function bodyOf(row: CatalogueRow, sample: Sample): Sample {
  return Object.fromEntries(fieldsOf(row).flatMap((name) => (name in sample ? [[name, sample[name]]] : [])));
}

function spoiled(row: CatalogueRow, sample: Sample, field: string, value: unknown): Sample {
  const { [RIVALS[field] ?? '']: _, ...rest } = bodyOf(row, sample);
  const repeat = REPEATED[field];
  return { ...rest, [field]: value, ...(repeat !== undefined && repeat in rest && { [repeat]: value }) };
}

/** Whether any text may be right here, but for what is said about its length and letters. */
function isText({ useCase }: CatalogueRow, field: string): boolean {
  const { properties = {} } = z.toJSONSchema(useCase.input, { io: 'input', unrepresentable: 'any' });
  const property = properties[field];
  return typeof property === 'object' && property.type === 'string' && !property.enum && !property.format;
}

/** A captcha's answer is looked at where captcha is on, and goes to its verifier as it is: its type and length matter. */
function valuesFor(field: string): readonly [string, unknown][] {
  return field === 'g-recaptcha-response' ? [...WRONG_TYPES, ...HOSTILE_QUERIES] : HOSTILE_VALUES;
}

function fieldCases(row: CatalogueRow, field: string): HostileCase[] {
  return valuesFor(field).map(([name, hostile]) => ({
    name: `${field}: ${name}`,
    hostile,
    toSent: (sample) => ({
      ...goodRequest(row, sample),
      body: JSON.stringify(spoiled(row, sample, field, hostile)),
    }),
  }));
}

function bodyCases(row: CatalogueRow): HostileCase[] {
  if (row.method === 'GET') return [];
  const identities: Identity[] = ['nobody', 'somebody'];
  return identities.flatMap((as) =>
    BODIES.map(({ name, bodyFor }) => ({
      name: `body of ${as}: ${name}`,
      hostile: undefined,
      toSent: (sample) => ({ ...goodRequest(row, sample), as, body: bodyFor(bodyOf(row, sample)) }),
    })),
  );
}

function headerCases(row: CatalogueRow): HostileCase[] {
  const rows = row.method === 'GET' ? HEADERS : [...HEADERS, ...MEDIA_TYPES];
  return rows.map(([name, headers]) => ({
    name: `header: ${name}`,
    hostile: undefined,
    toSent: (sample) => {
      const good = goodRequest(row, sample);
      return { ...good, headers: { ...good.headers, ...headers } };
    },
  }));
}

function cookieCases(row: CatalogueRow): HostileCase[] {
  const worthless = COOKIES.map(([name, cookie]): [string, Identity, Record<string, string>] => [
    name,
    'nobody',
    { cookie },
  ]);
  const rows: typeof worthless = [...worthless, ["another key's", 'foreign', {}], ['none', 'nobody', {}]];
  return rows.map(([name, as, headers]) => ({
    name: `cookies: ${name}`,
    hostile: undefined,
    toSent: (sample) => {
      const good = goodRequest(row, sample);
      return { ...good, as, headers: { ...good.headers, ...headers } };
    },
  }));
}

function pathCases(row: CatalogueRow): HostileCase[] {
  const rows = [...HOSTILE_PATHS, ...HOSTILE_TEXTS.map(([name, text]): [string, string] => [name, encoded(text)])];
  return parametersOf(row.path).flatMap((parameter) =>
    // An empty one is another path, and dots are resolved before they are sent.
    rows.flatMap(([name, text]): HostileCase[] => {
      if (text === '') return [];
      const toSent = (sample: Sample) => ({
        ...goodRequest(row, sample),
        path: pathOf(row, sample, { [parameter]: text }),
      });
      return [{ name: `path {${parameter}}: ${name}`, hostile: undefined, toSent }];
    }),
  );
}

/** What a read takes stands in its query; anything else is to take no notice of one. */
function queryCases(row: CatalogueRow): HostileCase[] {
  const names = row.method === 'GET' ? fieldsOf(row) : [];
  return [...names, '__proto__', 'token'].flatMap((field) =>
    HOSTILE_QUERIES.map(([name, hostile]) => ({
      name: `query ${field}: ${name}`,
      hostile,
      toSent: (sample) => {
        const good = goodRequest(row, sample);
        return { ...good, path: `${good.path}?${field}=${encoded(hostile)}` };
      },
    })),
  );
}

type Family = { name: string; cases: HostileCase[] };

/** The cases of one endpoint, by what reads them. */
function familiesOf(row: CatalogueRow): Family[] {
  const fields = row.method === 'GET' ? [] : fieldsOf(row);
  const write = row.useCase.access === 'anyone' ? 'anybody’s write' : 'write';
  const verb = row.method === 'GET' ? 'read' : write;
  const shared = { body: bodyCases, header: headerCases, cookie: cookieCases, path: pathCases, query: queryCases };
  return [
    ...fields.map((field) => ({
      name: `${isText(row, field) ? 'text' : 'choice'} ${field}`,
      cases: fieldCases(row, field),
    })),
    ...Object.entries(shared).map(([name, derive]) => ({ name: `${verb} ${name}`, cases: derive(row) })),
  ];
}

/** One endpoint in so many is sent each case of what another endpoint was sent whole. */
const SHARE = 8;

export type HostileEndpoint = { row: CatalogueRow; endpoint: string; cases: HostileCase[] };

/** Few fields are few ways to be refused for something else; and what is for a few signs nobody out. */
const costOf = (row: CatalogueRow) => fieldsOf(row).length + (typeof row.useCase.access === 'string' ? 1 : 0);

/** Which endpoint is sent a family whole: of those that have it, the cheapest. */
function wholeAt(rows: readonly CatalogueRow[]): Map<string, CatalogueRow> {
  const found = new Map<string, CatalogueRow>();
  for (const row of rows.toSorted((a, b) => costOf(a) - costOf(b))) {
    for (const { name, cases } of familiesOf(row)) if (cases.length > 0 && !found.has(name)) found.set(name, row);
  }
  return found;
}

/**
 * Everything hostile that is sent to each endpoint, derived from its row in the catalogue. What the same code reads
 * everywhere is sent whole to one endpoint that has it: a field of this name, a body, headers, cookies, a part of a path;
 * to the others in turns, so that each gets a share of every family, and each case comes round. No text is right where
 * there is a choice: of texts, such a field gets its share everywhere.
 */
export function hostileEndpoints(rows: readonly CatalogueRow[]): HostileEndpoint[] {
  const whole = wholeAt(rows);
  return rows.map((row, turn) => {
    const cases = familiesOf(row).flatMap(({ name, cases: all }) => {
      const isChoice = name.startsWith('choice');
      const isWhole = !isChoice && whole.get(name) === row;
      const isAlways = ({ hostile }: HostileCase) => isChoice && typeof hostile !== 'string';
      return all.filter((one, n) => isWhole || isAlways(one) || (n + turn) % SHARE === 0);
    });
    return { row, endpoint: `${row.method} ${row.path}`, cases };
  });
}
