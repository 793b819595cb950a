import { workerWide } from './worker-wide';

/**
 * Session tokens travel in Cookie, Set-Cookie and Authorization headers and are seen nowhere else: every client, browser
 * and server log of the tests is held to that.
 */

/** Three parts in base64url with dots between them, of however many there are, wherever they begin. */
const COMPACT = /(?<![\w-])(?=([\w-]+)\.[\w-]*\.[\w-]+)/g;
/** A cookie of fewer characters holds a choice, not a secret. */
const SHORTEST_SECRET = 32;
const ADDRESS = /^(?:https?(?::|%3A)|\/|%2F)/i;
/** Contract §2. */
const COOKIE_BYTES_LIMIT = 2048;
/** Where tests read their mail: the one kind of body that a link's token belongs into. */
const MAILBOX = '/dev/mailbox';

function isJoseHeader(part: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof header === 'object' && header !== null && 'alg' in header;
  } catch {
    return false;
  }
}

/**
 * The beginning of the first compact JWE or JWS (RFC 7516, RFC 7515) in `text`, also of one that was cut off. Anything may
 * stand right before it, such as the "%3D" of an encoded "=": in base64url a JSON object begins with "ey" or "ew".
 */
export function findToken(text: string): string | undefined {
  for (const [, first = ''] of text.matchAll(COMPACT)) {
    for (const { index } of first.matchAll(/e[yw]/g)) {
      if (isJoseHeader(first.slice(index))) return first.slice(index, index + 20);
    }
  }
  return undefined;
}

const cookieSecrets = new Set<string>();
const linkTokens = new Set<string>();

/** Remembers what a cookie holds, so that it is known again whoever is shown it, whole or without its header. */
function rememberCookie(value: string): void {
  if (value.length < SHORTEST_SECRET || ADDRESS.test(value)) return;
  const ciphertext = value.split('.')[3];
  cookieSecrets.add(ciphertext ?? value);
}

/** Remembers the token of a mail's link, which may be asked for by its address and be read in the mailbox. */
export function rememberLinkToken(token: string): void {
  if (token.length >= SHORTEST_SECRET) linkTokens.add(token);
}

const typedSecrets = new Set<string>();

/** What people type to prove who they are, and fields that hold it. A shorter one may be a word of anybody's. */
const SECRET_FIELDS = /password|^activation_code$|^token$/;
const SHORTEST_TYPED = 12;

/** Remembers what a body proves somebody with: a password, or a code, which counts as found where it stands alone. */
export function rememberTyped(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  for (const [field, value] of Object.entries(body)) {
    if (!SECRET_FIELDS.test(field) || typeof value !== 'string') continue;
    if (value.length >= SHORTEST_TYPED) typedSecrets.add(value);
    else if (/^\d{6}$/.test(value)) typedSecrets.add(`"${value}"`);
  }
}

/** Forgets them all: a file of tests looks for its own, in what it has seen happen. */
export function forgetSecrets(): void {
  for (const secrets of [cookieSecrets, linkTokens, typedSecrets]) secrets.clear();
}

/** What a text, such as a row of the record, gives away of what was typed, mailed or held by a cookie. */
export function secretIn(text: string): string | undefined {
  const found = [...typedSecrets, ...linkTokens].find((secret) => text.includes(secret));
  return leakIn(text) ?? (found && `what somebody proved themselves with (${found.slice(0, 8)}…)`);
}

/** What of a session a text gives away, if anything. */
export function leakIn(text: string): string | undefined {
  const token = findToken(text);
  if (token !== undefined) return `a token (${token}…)`;
  const secret = [...cookieSecrets].find((value) => text.includes(value));
  return secret && `what a cookie holds (${secret.slice(0, 8)}…)`;
}

function linkLeakIn(text: string, pathname: string): string | undefined {
  if (pathname.startsWith(MAILBOX)) return undefined;
  const found = [...linkTokens].find((token) => text.includes(token) && !pathname.includes(token));
  return found && `the token of a mail's link (${found.slice(0, 8)}…)`;
}

/** The `state` of a sign-in with a provider is a JWE of next-auth's own that is made to be in an address, for one trip. */
function withoutState(text: string): string {
  return text.replace(/([?&]state=)[^&#\s]*/g, '$1');
}

/** A cookie that a browser may not keep, or a token that a script could read. */
function cookieProblem(line: string): string | undefined {
  const [pair = '', ...attributes] = line.split(';');
  const name = pair.split('=', 1)[0] ?? '';
  const bytes = Buffer.byteLength(pair);
  if (bytes >= COOKIE_BYTES_LIMIT) return `sets the cookie ${name} of ${bytes} bytes`;
  const isHidden = attributes.some((attribute) => attribute.trim().toLowerCase() === 'httponly');
  return findToken(pair) !== undefined && !isHidden ? `lets scripts read the cookie ${name}` : undefined;
}

/** A request and its answer, as a client saw them. `headers` are the answer's. */
export type Exchange = {
  method: string;
  url: string;
  headers: Iterable<readonly [string, string]>;
  setCookies: readonly string[];
  text: string;
};

const foreignOrigins = workerWide('foreign-origins', () => new Set<string>());

/** Says that the site at `url` is not ours: what it shows of its own cookies is its own affair. */
export function exemptSite(url: string): void {
  foreignOrigins.add(new URL(url).origin);
}

/** Everything that an exchange shows and should not, each as a sentence that names the request. */
export function exchangeProblems({ method, url, headers, setCookies, text }: Exchange): string[] {
  if (foreignOrigins.has(new URL(url).origin)) return [];
  for (const line of setCookies) rememberCookie(/^[^=]*=([^;]*)/.exec(line)?.[1] ?? '');
  const { pathname } = new URL(url);
  const shown: [place: string, words: string][] = [['its body', text]];
  for (const [name, value] of headers) {
    if (name !== 'set-cookie') shown.push([`its header ${name}`, withoutState(value)]);
  }
  const inUrl = leakIn(withoutState(url));
  const problems = [
    inUrl && `has ${inUrl} in its address`,
    ...setCookies.map(cookieProblem),
    ...shown.map(([place, words]) => {
      const leak = leakIn(words) ?? linkLeakIn(words, pathname);
      return leak && `shows ${leak} in ${place}`;
    }),
  ];
  return problems.flatMap((problem) => (problem === undefined ? [] : [`${method} ${pathname} ${problem}`]));
}
