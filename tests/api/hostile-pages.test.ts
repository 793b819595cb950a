import { describe, expect, it } from 'vitest';
import { listPaths } from '../architecture/source-tree';
import { client } from '../harness/client';
import { signedInWithRole } from '../harness/people';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';
import { HOSTILE_TEXTS, MARK } from '../hostile/values';

const server = useSharedServer(WIDE_THROTTLES);

/** What pages read from their addresses, and what one might think that they read. */
const PARAMETERS = [
  ...['next', 'error', 'notice', 'token', 'email', 'cursor', 'page', 'search', 'status'],
  ...['does', 'who', 'to', 'ip', 'hour', 'weekday', 'age', 'event', 'actor', 'subject', 'verify'],
];

const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());
/** What would be markup, a header or an address of its own, if it were taken for more than text; and what every object has. */
const texts = HOSTILE_TEXTS.filter(
  ([, text]) => (text.includes(MARK) && /[<>"'\r\n:]/.test(text)) || ['__proto__', 'constructor'].includes(text),
);

/** Every page there is: `app/activate/[token]/page.tsx` → `/activate/[token]`. Those of development are not for strangers. */
const pages = listPaths(process.cwd())
  .files.filter((file) => /^app\/(?!dev\/)(?:.+\/)?page\.tsx$/.test(file))
  .map(
    (file) =>
      `/${file
        .split('/')
        .slice(1, -1)
        .filter((step) => !step.startsWith('('))
        .join('/')}`,
  );

const addresses = pages.flatMap((page) => {
  const withParts = page.includes('[')
    ? texts.map(([name, text]) => [name, page.replaceAll(/\[[^\]]+\]/g, encoded(text))])
    : [];
  const plain = page.replaceAll(/\[[^\]]+\]/g, 'anything');
  const withQueries = texts.map(([name, text]) => [
    name,
    `${plain}?${PARAMETERS.map((parameter) => `${parameter}=${encoded(text)}`).join('&')}`,
  ]);
  return [...withParts, ...withQueries].map(([name = '', address = '']) => ({ page, name, address }));
});

/** Where markup of the input would be markup of the page, or an address of it would run. */
const ALIVE = new RegExp(
  String.raw`<script>alert|<img src=x|<svg/onload|<${MARK}|="[^"]*' onmouseover|(?:href|src|action)="?(?:javascript|data):`,
  'i',
);

/** Of React, the same on every page, where a form's action is a function of the page's script and that is not there yet. */
const PLACEHOLDER = ` action="javascript:throw new Error(&#x27;React form unexpectedly submitted.&#x27;)"`;

async function faultsOf(cookies: Iterable<readonly [string, string]>, address: string): Promise<string[]> {
  const { status, headers, text: page } = await client(server, { cookies }).get(address);
  const text = page.replaceAll(PLACEHOLDER, '');
  const target = new URL(headers.get('location') ?? '/', server.url);
  return [
    ...(status >= 500 ? [`is a ${status}`] : []),
    ...(ALIVE.test(text) ? [`holds ${ALIVE.exec(text)?.[0]}`] : []),
    ...(target.origin === server.url ? [] : [`sends to ${target.origin}`]),
    ...(headers.get('content-security-policy')?.includes("'nonce-") ? [] : ['has no policy']),
    ...(/node_modules|Prisma|\bat \S+ \(/.test(text) ? ['tells of our insides'] : []),
  ].map((fault) => `${address.slice(0, 120)}: the page ${fault}`);
}

describe('what stands in the address of a page', () => {
  // asvs:3.2.2 asvs:3.7.2
  it.concurrent.each(pages)(
    'is text, if it is shown at all, and leads nowhere else: %s',
    { timeout: 600_000 },
    async (page) => {
      // Nobody sees more of it.
      const { browser } = await signedInWithRole(server, 'admin');
      const faults: string[] = [];
      for (const { address } of addresses.filter((row) => row.page === page)) {
        faults.push(...(await faultsOf([], address)), ...(await faultsOf(browser.cookies, address)));
      }
      expect(faults).toEqual([]);
    },
  );

  it('is tried on every page that the build serves', () => {
    expect(pages).toEqual(expect.arrayContaining(['/', '/login', '/activate/[token]', '/settings/password']));
    for (const page of pages) expect(addresses.filter((row) => row.page === page).length, page).toBeGreaterThan(15);
  });
});
