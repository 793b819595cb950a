import { NextResponse } from 'next/server';
import { PRODUCT_NAME } from '@/lib/shared/product';

/** Said where something we stand on is away, in seconds: by then it has been tried again (lib/infra/database-outage.ts). */
const RETRY_AFTER_SECONDS = 5;

/** Whole in itself: no script, no file, and nothing that has to be looked up. The link is the address that was asked for. */
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Out of reach for a moment · ${PRODUCT_NAME}</title>
<style>
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center }
  main { max-width: 32rem; padding: 2rem 1.25rem; text-align: center }
</style>
<main>
  <h1>We cannot see who is at the gate</h1>
  <p>Something that this site stands on does not answer for the moment. Nothing of yours is lost, and if you were signed
  in you still are.</p>
  <p><a href="">Try again</a></p>
</main>
</html>
`;

/** What a private page is answered with while nobody can be told from a stranger. */
export function unavailablePage(): NextResponse {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'private, no-store',
    'retry-after': String(RETRY_AFTER_SECONDS),
  };
  return new NextResponse(PAGE, { status: 503, headers });
}
