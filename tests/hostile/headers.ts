import { COOKIE_ROLES } from '@/lib/http/cookies';
import { MARK } from './values';

type Row = readonly [name: string, headers: Record<string, string>];

const MARKUP = `"><script>alert('${MARK}')</script>`;

/** Of any request; a header that is not ours to read has to be without effect. */
export const HEADERS: readonly Row[] = [
  ['accepts only pages', { accept: 'text/html' }],
  ['accepts nonsense', { accept: `${MARKUP};q=one, */*;q=-1` }],
  ['a language of markup', { 'accept-language': MARKUP }],
  ['an agent of markup', { 'user-agent': MARKUP }],
  ['an agent of 8 KiB', { 'user-agent': 'A'.repeat(8192) }],
  ['an agent of odd bytes', { 'user-agent': 'caf\u00e9 \u00ff\u0080' }],
  ['a lookup as agent', { 'user-agent': `\${jndi:ldap://127.0.0.1/${MARK}}` }],
  ['an agent that is slow to read', { 'user-agent': `Mozilla/5.0 (${'Linux; '.repeat(1000)}` }],
  ['a referrer of markup', { referer: `http://127.0.0.1/${MARKUP}` }],
  ['an id of markup', { 'x-request-id': MARKUP }],
  ['another host', { 'x-forwarded-host': 'evil.example', forwarded: 'for=127.0.0.1;host=evil.example;proto=https' }],
  ['an address of markup', { 'x-forwarded-for': MARKUP }],
  ['addresses without end', { 'x-forwarded-for': '1.1.1.1, '.repeat(500) }],
  ['a real address', { 'x-real-ip': '127.0.0.1', 'true-client-ip': '::1', 'cf-connecting-ip': '127.0.0.1' }],
  ['another method', { 'x-http-method-override': 'DELETE', 'x-method-override': 'GET' }],
  [
    'a middleware already passed',
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
  ],
  ['a rewrite', { 'x-middleware-rewrite': '/dev/mailbox', 'x-original-url': '/dev/mailbox', 'x-rewrite-url': '/' }],
  ['a data request of Next', { 'x-nextjs-data': '1', 'x-matched-path': '/dashboard', 'x-invoke-path': '/dashboard' }],
  ['a flight request of Next', { 'next-router-state-tree': MARKUP, 'next-router-prefetch': '1' }],
  ['an action of Next', { 'next-action': MARK }],
  ['a part of the answer', { range: 'bytes=0-0,-1', 'if-range': '"x"' }],
  ['a condition', { 'if-none-match': '*', 'if-modified-since': 'yesterday', 'if-match': '"x"' }],
  ['the origin null', { origin: 'null' }],
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['an origin of markup', { origin: MARKUP }],
  ['a foreign site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
  ['a preflight that never was', { 'access-control-request-method': 'DELETE', 'access-control-request-headers': '*' }],
  ['Bearer and nothing', { authorization: 'Bearer' }],
  ['Bearer of markup', { authorization: `Bearer ${MARKUP}` }],
  ['Bearer of dots', { authorization: 'Bearer ....' }],
  ['Bearer of 8 KiB', { authorization: `Bearer ${'A'.repeat(8192)}` }],
  ['Bearer of an unsigned token', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }],
  ['two Bearers', { authorization: 'Bearer a, Bearer b' }],
  ['a password', { authorization: `Basic ${btoa('admin:admin')}` }],
  ['a scheme of nobody', { authorization: `${MARK} ${MARKUP}` }],
  ['4 KiB of a header', { [`x-${MARK}`]: 'x'.repeat(4096) }],
  ['fifty headers', Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`x-${MARK}-${n}`, MARKUP]))],
];

/** Of a request with a body. */
export const MEDIA_TYPES: readonly Row[] = [
  ...[
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'text/plain',
    'text/html',
    'application/xml',
    'application/octet-stream',
    'application/jose',
    'application/json5',
    'application/json, text/plain',
    'application/json; charset=utf-7',
    'application/json; charset=utf-16',
    `application/json; charset="${MARK}`,
    'application/problem+json',
    'json',
    ';',
    '*/*',
    `text/${'x'.repeat(4000)}`,
  ].map((type): Row => [`the type ${type.slice(0, 40)}`, { 'content-type': type }]),
  ['a zipped body that is none', { 'content-encoding': 'gzip' }],
  ['an encoding of nobody', { 'content-encoding': MARK }],
];

const each = (value: string) => COOKIE_ROLES.map((role) => `${role}=${value}`).join('; ');

/** Whole Cookie headers, each worth as much as none. */
export const COOKIES: readonly (readonly [name: string, cookie: string])[] = [
  ['broken percent signs', each('%00%"{};x')],
  ['markup', each(`<img src=x onerror=alert('${MARK}')>`)],
  ['dots', each('....')],
  ['an unsigned token', each('eyJhbGciOiJub25lIn0.e30.')],
  ['nothing in them', each('')],
  ['no names', '=x; =; ;;'],
  ['names of the prototype', '__proto__=x; constructor=y; toString=z'],
  ['one of 8 KiB', `access_token=${'A'.repeat(8192)}`],
  ['two hundred of one name', Array.from({ length: 200 }, () => 'refresh_token=x').join('; ')],
  ['commas for semicolons', each('x').replaceAll(';', ',')],
  ['the prefix of https', COOKIE_ROLES.map((role) => `__Host-${role}=x`).join('; ')],
];
