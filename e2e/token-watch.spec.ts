import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EncryptJWT } from 'jose';
import { expect, test } from './fixtures';

/** A site that leaks the token which it hands out as a cookie, in whatever way its path names. */
async function startLeakingSite() {
  const token = await new EncryptJWT({})
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(new Uint8Array(32).fill(7));
  const pages: Record<string, string> = {
    '/body': `<p>${token}</p>`,
    '/script': `<script>console.log('I am', '${token.slice(0, 60)}' + '${token.slice(60)}')</script>`,
    '/fetch': `<script>fetch('/x?t=${encodeURIComponent(token)}')</script>`,
    '/payload': `<script>fetch('/data')</script>`,
    '/data': JSON.stringify({ part: token.split('.')[3] }),
  };
  const site = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/away') response.writeHead(307, { location: `/fine?token=${token}` });
    const attributes = pathname === '/open' ? 'Path=/' : 'Path=/; HttpOnly';
    if (!response.headersSent) response.setHeader('set-cookie', `access_token=${token}; ${attributes}`);
    if (!response.headersSent) response.setHeader('content-type', 'text/html');
    response.end(`<link rel="icon" href="data:,">${pages[pathname] ?? 'nothing to see'}`);
  });
  await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve));
  return { site, url: `http://127.0.0.1:${(site.address() as AddressInfo).port}` };
}

for (const [path, problem] of [
  ['/body', /GET \/body shows a token .* in its body/],
  ['/script', /says a token .* on its console/],
  ['/fetch', /GET \/x has a token .* in its address/],
  ['/payload', /GET \/data shows what a cookie holds .* in its body/],
  ['/away', /GET \/away shows a token .* in its header location/],
  ['/open', /GET \/open lets scripts read the cookie access_token/],
] as const) {
  test(`a token that a page leaks is seen, in any window: ${path}`, async ({ page, browser, tokenWatch }) => {
    const { site, url } = await startLeakingSite();
    const context = await browser.newContext();
    for (const window of [page, await context.newPage()]) {
      await window.goto(`${url}${path}`, { waitUntil: 'networkidle' });
      expect((await tokenWatch.takeProblems()).join('\n')).toMatch(problem);
    }
    await context.close();
    site.closeAllConnections();
    site.close();
  });
}

test('a page that keeps its tokens in its cookies passes', async ({ page, tokenWatch }) => {
  const { site, url } = await startLeakingSite();
  await page.goto(`${url}/fine`, { waitUntil: 'networkidle' });
  expect(await tokenWatch.takeProblems()).toEqual([]);
  site.closeAllConnections();
  site.close();
});
