import { client, type Answer, type Client } from './client';
import type { Claims, OpenIdProvider } from './openid-provider';
import { newPerson } from './people';

let known = 0;

/** Somebody with a verified address at the provider. */
export function newClaims(own: Partial<Claims> = {}): Claims & { email: string } {
  known += 1;
  const { email } = newPerson();
  return { sub: `sub-${known}-${email}`, email, email_verified: true, given_name: 'Ada', family_name: 'King', ...own };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** What next-auth's client library posts: a form with the csrf token. */
export async function postForm(
  browser: Client,
  path: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { body } = await browser.get('/api/auth/csrf');
  const form = new URLSearchParams({ csrfToken: String(body['csrfToken']), ...fields });
  return browser.raw('POST', path, form.toString(), { headers: { ...FORM, ...headers } });
}

/** Begins to sign in with Google: the answer sends the browser to the provider, or says why not. */
export function startAtProvider(browser: Client, callbackUrl = '/dashboard'): Promise<Answer> {
  return postForm(browser, '/api/auth/signin/google', { callbackUrl });
}

export function locationOf(answer: Answer): string {
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`No redirect but ${answer.status} ${answer.text.slice(0, 300)}`);
  return location;
}

/** Walks the provider's pages in a browser of its own as this person, or cancels: the address back at our server. */
export async function walkProvider(provider: OpenIdProvider, start: string, claims: Claims | null): Promise<string> {
  if (claims) provider.know(claims);
  const there = client(provider);
  const page = locationOf(await there.get(start));
  const choice = new URLSearchParams(claims ? { sub: claims.sub } : { cancel: 'yes' });
  const chosen = await there.raw('POST', page, choice.toString(), { headers: FORM });
  return locationOf(await there.get(locationOf(chosen)));
}

/** The whole way: the last answer is that of our callback. */
export async function signInAtProvider(
  provider: OpenIdProvider,
  browser: Client,
  claims: Claims | null,
): Promise<Answer> {
  const start = locationOf(await startAtProvider(browser));
  return browser.get(await walkProvider(provider, start, claims));
}
