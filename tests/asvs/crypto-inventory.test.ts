import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { factsOf, listPaths, readSources } from '../architecture/source-tree';

const CRYPTOGRAPHY = /^(?:node:)?crypto$|^jose$|^bcrypt$|^@node-rs\/(?:argon2|bcrypt)$/;

// asvs:11.1.3 asvs:11.1.2
it('every use of cryptography in the product stands in docs/security.md, and no other file does', () => {
  const [, table = ''] = readFileSync('docs/security.md', 'utf8').split(/^## Algorithms$/m);
  const listed = [...(table.split(/^## /m)[0] ?? '').matchAll(/`((?:lib|app|inngest)\/[\w/.-]+)`/g)].map(
    ([, file]) => file,
  );
  const product = listPaths(process.cwd()).files.filter((file) =>
    /^(?:lib|app|components|inngest)\/|^middleware/.test(file),
  );
  const using = [...readSources(process.cwd(), product)].flatMap(([file, source]) =>
    factsOf(file, source).imports.some(({ specifier }) => CRYPTOGRAPHY.test(specifier)) ? [file] : [],
  );
  // next-auth and Inngest bring their own; the file that sets each up is listed for it.
  expect(new Set(listed)).toEqual(new Set([...using, 'lib/http/next-auth.ts', 'inngest/handler.ts']));
});
