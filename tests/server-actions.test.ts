import { describe, expect, test } from 'vitest';
import { undooredActions } from './architecture/server-actions';
import { listPaths, readSources } from './architecture/source-tree';

const PRODUCT = /^(?:app|components|lib)\//;
const files = listPaths(process.cwd()).files.filter((file) => PRODUCT.test(file));
const sources = readSources(process.cwd(), files);

// asvs:3.5.1
test('every server action goes through the one door, where its origin is looked at', () => {
  expect([...sources.values()].filter((source) => source.startsWith("'use server'")).length).toBeGreaterThan(5);
  expect(undooredActions(sources)).toEqual([]);
});

describe('one that does not is found', () => {
  test.each([
    ["'use server';\nexport const a = action(login);", []],
    ["'use server';\nexport const a = personAction({}, () => 'Done.');", []],
    ["'use server';\nconst b = action(login);\nexport async function a(data) { return b(idle, data); }", []],
    ["'use server';\nexport const a = async () => save();", ['a is not made']],
    [
      "'use server';\nconst b = action(login);\nexport async function a(data) { return save(data); }",
      ['a is not made'],
    ],
    ["'use server';\nexport { save } from './save';", ['save is not made']],
    ["'use server';\nexport default async function () {}", ['default is not made']],
    ["export function Page() { async function save() { 'use server'; } }", ['stands at the top']],
  ])('%j', (source, problems) => {
    expect(undooredActions(new Map([['app/a/actions.ts', source]]))).toEqual(
      problems.map((problem) => expect.stringContaining(problem) as unknown),
    );
  });
});
