import { NextResponse } from 'next/server';
import { PRODUCT_NAME } from '@/lib/shared/product';

/** Said where something we stand on is away, in seconds: by then it has been tried again (lib/infra/database-outage.ts). */
const RETRY_AFTER_SECONDS = 5;

/**
 * Whole in itself: no script, and nothing that has to be looked up. It looks as the rest of the site does
 * (app/globals.css), but for a font that is already there. The link is the address that was asked for.
 */
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Out of reach for a moment · ${PRODUCT_NAME}</title>
<style>
  :root { color-scheme: light dark; font-family: ui-sans-serif, system-ui, sans-serif; line-height: 1.5 }
  :root { --surface: #f6f7fb; --ink: #0f172a; --muted: #4b5a70; --accent: #4f46e5; --on-accent: #ffffff }
  @media (prefers-color-scheme: dark) {
    :root { --surface: #0b1020; --ink: #eef1f8; --muted: #a5b1c6; --accent: #a5b4fc; --on-accent: #1b1847 }
  }
  body { margin: 0; min-block-size: 100vh; display: grid; place-items: center; background: var(--surface) }
  main { max-inline-size: 30rem; padding: 2rem 1.25rem; text-align: center; color: var(--muted) }
  h1 { margin: 1rem 0; font-size: 1.75rem; line-height: 1.2; color: var(--ink); text-wrap: balance }
  a { display: inline-block; margin-block-start: 0.5rem; padding: 0.625rem 1.25rem; border-radius: 0.625rem }
  a { background: var(--accent); color: var(--on-accent); font-weight: 500; text-decoration: none }
  a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
</style>
<main>
  <img src="/icon.svg" alt="" width="56" height="56">
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
