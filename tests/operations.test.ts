import { describe, expect, test } from 'vitest';
import { ZodObject } from 'zod';
import { catalogue } from '../lib/http/catalogue';
import { exportNameOf, missingParts, type Operations, routesIn } from './architecture/operations';
import { listPaths, readSources } from './architecture/source-tree';

const { files } = listPaths(process.cwd());
const modules = import.meta.glob<Record<string, unknown>>('../lib/use-cases/*.ts', { eager: true });
const useCases = Object.entries(modules).map(([file, module]) => {
  const name = exportNameOf(file);
  return { name, value: module[name] };
});

test('a use case is exported under the name of its file', () => {
  expect(useCases.filter(({ value }) => value === undefined).map(({ name }) => name)).toEqual([]);
});

test('every operation has a use case, a catalogue row, a route and a test', () => {
  const missing = missingParts({
    files,
    useCases: useCases.map(({ name }) => name),
    catalogue: catalogue.map((row) => ({
      ...row,
      useCase: useCases.find(({ value }) => value === row.useCase)?.name ?? 'unknown',
    })),
    routes: routesIn(readSources(process.cwd(), files)),
  });
  expect(missing).toEqual([]);
});

test('wherever a password is chosen, the policy judges it with the other fields', () => {
  const choosing = catalogue.filter(
    ({ useCase }) => useCase.input instanceof ZodObject && 'confirm_password' in useCase.input.shape,
  );
  expect(choosing.length).toBeGreaterThanOrEqual(2);
  for (const { path, useCase } of choosing) {
    expect(Object.keys((useCase.input as ZodObject).shape), path).toContain(useCase.chosenPassword?.field);
  }
});

describe('what is missing is named', () => {
  const row = { method: 'POST', path: '/api/users/{id}/restore', useCase: 'restoreUser' };
  const routes = routesIn(
    new Map([
      ['app/api/(people)/users/[id]/restore/route.ts', 'export const { POST } = route({ POST: restoreUser });'],
    ]),
  );
  const whole: Operations = {
    useCases: ['restoreUser'],
    files: ['tests/api/restore-user.test.ts'],
    catalogue: [row],
    routes,
  };

  test('nothing, when all is there', () => {
    expect(missingParts(whole)).toEqual([]);
  });

  test.each<[what: string, change: Partial<Operations>, problem: string]>([
    ['a test', { files: [] }, 'has no tests/use-cases/restore-user.test.ts or tests/api/restore-user.test.ts.'],
    ['a row', { catalogue: [] }, 'restoreUser has no row in lib/http/catalogue.ts.'],
    ['a route', { routes: [] }, 'POST /api/users/{id}/restore (restoreUser) of the catalogue has no route'],
    ['the right method', { catalogue: [{ ...row, method: 'PUT' }] }, 'PUT /api/users/{id}/restore (restoreUser) of'],
    ['the right use case', { routes: [{ ...row, useCase: 'login' }] }, '(login) of app/api has no row'],
    ['a row of its own', { catalogue: [row, row] }, 'The catalogue has a row twice.'],
  ])('%s', (_, change, problem) => {
    expect(missingParts({ ...whole, ...change }).join('\n')).toContain(problem);
  });
});
