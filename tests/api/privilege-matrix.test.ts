import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type CatalogueRow } from '@/lib/http/catalogue';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import { client, type Answer, type Client } from '../harness/client';
import { useSharedServer } from '../harness/use-server';
import { ACTORS, type Actor, type Cast, makeCast, makeChief } from '../privileges/cast';
import { REQUESTS, type Asking, type Sent } from '../privileges/requests';
import { ANSWERS, MARKS } from '../privileges/table';

const server = useSharedServer();
beforeAll(() => makeChief(server));

const endpointOf = ({ method, path }: CatalogueRow) => `${method} ${path}`;
/** What stands in brackets tells the rows of one endpoint apart. */
const withoutBrackets = (name: string) => name.replace(/ \(.*\)$/, '');

type Row = { name: string; row: CatalogueRow; asking: Asking };
const rows: Row[] = catalogue.flatMap((row) =>
  Object.entries(REQUESTS)
    .filter(([name]) => withoutBrackets(name) === endpointOf(row))
    .map(([name, asking]) => ({ name, row, asking })),
);

function markOf({ useCase }: CatalogueRow, { status, body }: Answer): string {
  if (status === (useCase.status ?? 200)) return '+';
  const code = body['code'] as ProblemCode;
  return (PROBLEMS[code]?.status === status && MARKS[code]) || ` ${status} ${code} `;
}

type Body = { type: string; content?: string | Uint8Array<ArrayBuffer> };
type Ask = (browser: Client, method: string, path: string, body: Body) => Promise<Answer>;

const byCookie: Ask = (browser, method, path, { type, content }) =>
  browser.raw(method, path, content, { headers: { 'content-type': type } });
const byBearer: Ask = ({ cookies, ip }, method, path, { type, content }) => {
  const headers = { 'content-type': type, authorization: `Bearer ${cookies.get('access_token') ?? ''}` };
  return client(server, { ip }).raw(method, path, content, { headers });
};

function bodyOf({ method }: CatalogueRow, { body = {}, image }: Omit<Sent, 'parameter'>): Body {
  if (image) return { type: 'image/png', content: image };
  return { type: 'application/json', ...(method !== 'GET' && { content: JSON.stringify(body) }) };
}

/** Asks about each object, oneself last: it may be the end of whoever asks. */
async function marksOf({ row, asking }: Row, cast: Cast, ask: Ask): Promise<string> {
  const marks = new Map<string, string>();
  for (const object of asking.about.toSorted((a, b) => Number(a === 'self') - Number(b === 'self'))) {
    const { parameter = '', ...sent } = await asking.send(cast, object);
    const path = row.path.replace(/\{\w+\}/, encodeURIComponent(parameter));
    const answer = await ask(cast.browser, row.method, path, bodyOf(row, sent));
    marks.set(object, markOf(row, answer));
  }
  const all = asking.about.map((object) => marks.get(object) ?? '');
  return new Set(all).size === 1 ? (all[0] ?? '') : all.join('');
}

async function answersTo(row: Row, actors: readonly Actor[], ask: Ask): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const who of actors) answers[who] = await marksOf(row, await makeCast(server, who), ask);
  return answers;
}

describe('the privilege matrix', () => {
  it('has a row for every endpoint, and no other', () => {
    const endpoints = catalogue.map(endpointOf);
    const listed = [...ANSWERS.keys()];
    expect([...new Set(listed.map(withoutBrackets))]).toEqual(endpoints);
    expect(Object.keys(REQUESTS).toSorted()).toEqual(listed.toSorted());
  });

  // asvs:8.2.1 asvs:8.2.2 asvs:8.3.1
  it.concurrent.each(rows)('$name answers each as the table says', async (row) => {
    expect(await answersTo(row, ACTORS, byCookie)).toEqual(ANSWERS.get(row.name));
  });

  // asvs:8.2.1 asvs:8.2.2 asvs:8.3.1
  it.concurrent.each(rows.filter(({ row }) => row.useCase.silentRefresh !== false))(
    '$name answers a Bearer token as it does the cookie',
    async (row) => {
      const actors: Actor[] = row.row.method === 'GET' ? ['pending', 'member', 'chief', 'suspended'] : ['chief'];
      const wanted = ANSWERS.get(row.name);
      expect(await answersTo(row, actors, byBearer)).toEqual(
        Object.fromEntries(actors.map((who) => [who, wanted?.[who]])),
      );
    },
  );
});
