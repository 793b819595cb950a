/** What stands in for any field, each under a name of its own. Whatever is injected carries {@link MARK}. */

/** No answer, log line or page shows this but as the text it is. */
export const MARK = 'gh0stile';

const SIXTY_KIB = 60 * 1024;
const BOMB = '\u0301\u0323\u0334\u0489';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Values that are no text. */
export const WRONG_TYPES: [string, unknown][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['zero', 0],
  ['a negative number', -1],
  ['a fraction', 0.1],
  ['a huge number', 1.7976931348623157e308],
  ['a number beyond the safe ones', 2 ** 53 + 2],
  ['an empty list', []],
  ['a list of texts', ['a', 'b']],
  ['a list of one', ['someone@example.com']],
  ['an empty object', {}],
  ['a NoSQL operator', { $gt: '' }],
  ['a NoSQL condition', { $where: `sleep(5000) || '${MARK}'` }],
  ['a Prisma filter', { contains: '', mode: 'insensitive' }],
  ['an object that converts itself', { toString: 'x', valueOf: 1, length: 8 }],
  ['a list inside of lists', nested(500)],
];

/** What becomes more when it is normalised, or takes long to be put in order. */
export const GROWING: readonly [string, string][] = [
  ['one character that becomes eighteen', '\ufdfa'],
  ['ligatures', '\ufb03\ufb04'],
  ['combining marks', `Z${BOMB}`],
];

/** Marks of two classes, each the wrong way round: to order them by insertion takes the square of their number. */
export const unorderedMarks = (units: number) => `a${'\u0301'.repeat(units / 2)}${'\u0323'.repeat(units / 2)}`;

const TEXTS: [string, string][] = [
  ['nothing', ''],
  ['a space', ' '],
  ['spaces of all kinds', '\u00a0\u2003\u3000\u2028\u2029\t'],
  ['a NUL byte', `${MARK}\u0000@example.com`],
  ['only NUL bytes', '\u0000'.repeat(8)],
  ['control characters', `${MARK}\u0001\u0007\u001b[31m\u007f\u0085`],
  ['a lone high surrogate', `${MARK}\ud800`],
  ['a lone low surrogate', `\udfff${MARK}@example.com`],
  ['surrogates in the wrong order', `${MARK}\udc00\ud800`],
  ['a non-character', `${MARK}\uffff\ufffe`],
  ['a byte order mark', `\ufeff${MARK}`],
  ['right-to-left override', `${MARK}\u202egpj.exe`],
  ['isolates never closed', `${MARK}${'\u2066'.repeat(50)}`],
  ['zero-width characters', `g\u200bh\u200d0\u200cs\u2060t\ufeff@example.com`],
  ['homoglyphs', 'аdmin@ехаmple.com'],
  ['full-width letters', 'ａｄｍｉｎ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
  ['ligatures and the Kelvin sign', 'ﬁ\u212a\u00df\u0130@example.com'],
  ['emoji', '👩‍👩‍👧‍👦🏳️‍🌈🇩🇪😀😀😀😀'],
  ['a bomb of combining marks', `Z${BOMB.repeat(500)}`],
  ['60 KB of combining marks in the wrong order', unorderedMarks(29_000)],
  ['one character that grows when normalised', '\ufdfa'.repeat(200)],
  ['a long text', 'x'.repeat(4500)],
  ['60 KiB', 'x'.repeat(SIXTY_KIB)],
  ['60 KiB of spaces', ' '.repeat(SIXTY_KIB)],
  ['20,000 characters of three bytes', '漢'.repeat(20_000)],
  ['a script', `<script>alert('${MARK}')</script>`],
  ['an image that runs', `<img src=x onerror=alert('${MARK}')>`],
  ['a drawing that runs', `<svg/onload=alert\`${MARK}\`>`],
  ['a way out of an attribute', `"><${MARK}-injected autofocus onfocus=alert(1) x="`],
  ['a way out of an attribute in apostrophes', `' onmouseover='alert("${MARK}")`],
  ['a way out of a script', `</script><script>alert('${MARK}')//`],
  ['a way out of a comment and a title', `--></title><${MARK}-injected>`],
  ['an address that runs', `javascript:alert('${MARK}')`],
  ['a data address', `data:text/html,<script>alert('${MARK}')</script>`],
  ['entities', `&lt;script&gt;${MARK}&lt;/script&gt;&#x3c;`],
  ['a template', `{{7*7}}\${7*7}<%= 7*7 %>#{7*7}${MARK}`],
  ['a lookup', `\${jndi:ldap://127.0.0.1/${MARK}}`],
  ['SQL', `' OR 1=1; DROP TABLE users; -- ${MARK}`],
  ['SQL that waits', `'||pg_sleep(10)||'${MARK}`],
  ['SQL that joins', `x') UNION SELECT password_hash FROM credentials -- ${MARK}`],
  ['a pattern of LIKE', '%_%\\%'],
  ['LDAP', `*)(uid=*))(|(uid=*${MARK}`],
  ['NoSQL in a text', `{"$ne":"${MARK}"}`],
  ['a command', `; cat /etc/passwd | sh \`id\` $(id) ${MARK}`],
  ['a path', `../../../../etc/passwd\u0000${MARK}`],
  ['a Windows path', `..\\..\\windows\\${MARK}`],
  ['a header', `${MARK}\r\nSet-Cookie: ${MARK}=1\r\n\r\n<html>`],
  ['a mail header', `${MARK}@example.com\nBcc: everyone@example.com`],
  ['a log line', `${MARK}\n{"level":"error","msg":"${MARK} injected"}\n`],
  ['a formula', `=HYPERLINK("http://127.0.0.1/${MARK}")`],
  ['format directives', '%s%n%x%p%d%o%j'],
  ['a prototype key', '__proto__'],
  ['a constructor', 'constructor'],
  ['a number as text', '1e309'],
  ['not a number as text', 'NaN'],
  ['a negative zero as text', '-0'],
  ['hexadecimal as text', '0x7fffffff'],
  ['undefined as text', 'undefined'],
  ['digits of another script', '١٢٣٤٥٦'],
  ['a date', '2026-02-30T25:61:61Z'],
  ['a year beyond the calendar', '+275760-09-13T00:00:00.001Z'],
  ['a UUID of nothing', '00000000-0000-0000-0000-000000000000'],
  ['a token of nothing', 'eyJhbGciOiJub25lIn0.e30.'],
  ['a slow e-mail address', `${'a'.repeat(30_000)}@`],
  ['a slow e-mail domain', `a@${'a.'.repeat(15_000)}`],
  ['a slow e-mail label', `a@${'a-'.repeat(15_000)}!`],
  ['a slow pair of spaces', `${' \t'.repeat(15_000)}x`],
  ['a slow list of digits', `${'1-'.repeat(15_000)}x`],
  ['two addresses', 'one@example.com,two@example.com'],
  ['an address with a name', `"${MARK}" <someone@example.com>`],
  ['an address at a number', 'someone@[127.0.0.1]'],
];

/** Any of them may be the value of any field. */
export const HOSTILE_VALUES: readonly [string, unknown][] = [...WRONG_TYPES, ...TEXTS];

/** Those that can stand in an address. */
export const HOSTILE_TEXTS: readonly [string, string][] = TEXTS.filter(([, text]) => text.length < 5000);

/** Those that stand in a query where nobody asked for one. */
export const HOSTILE_QUERIES: readonly [string, string][] = HOSTILE_TEXTS.filter(([name]) =>
  ['a NUL byte', 'a lone high surrogate', 'a long text', 'a script', 'SQL', 'a header', 'a prototype key'].includes(
    name,
  ),
);
