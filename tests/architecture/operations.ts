import { parseSync, Visitor } from 'oxc-parser';
import type { SourceTree } from './source-tree';

/** An operation of the API by the name of its use case, as the catalogue or a route file has it. */
export type Operation = { method: string; path: string; useCase: string };

export type Operations = {
  /** The names of the use cases, which are those of their exports: `activateAccount`. */
  useCases: readonly string[];
  /** Every file of the repository. */
  files: readonly string[];
  catalogue: readonly Operation[];
  routes: readonly Operation[];
};

/** `activate-account` → `activateAccount`. */
export function exportNameOf(useCaseFile: string): string {
  const name = useCaseFile.replace(/^.*\//, '').replace(/\.ts$/, '');
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `app/api/users/[id]/route.ts` → `/api/users/{id}`; groups in brackets leave no trace. */
function pathOf(routeFile: string): string {
  const folders = routeFile.split('/').slice(1, -1);
  const steps = folders.filter((folder) => !folder.startsWith('('));
  return `/${steps.map((step) => step.replace(/^\[(.+)\]$/, '{$1}')).join('/')}`;
}

function operationsIn(file: string, source: string): Operation[] {
  const found: Operation[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [table] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'route' || table?.type !== 'ObjectExpression') return;
      for (const row of table.properties) {
        if (row.type !== 'Property' || row.key.type !== 'Identifier' || row.value.type !== 'Identifier') continue;
        found.push({ method: row.key.name, path: pathOf(file), useCase: row.value.name });
      }
    },
  }).visit(parseSync(file, source).program);
  return found;
}

/** What the route files under app/api serve: `route({ POST: login })` is read as it is written. */
export function routesIn(tree: SourceTree): Operation[] {
  return [...tree].filter(([file]) => /^app\/api\/.*route\.ts$/.test(file)).flatMap((entry) => operationsIn(...entry));
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const words = ({ method, path, useCase }: Operation) => `${method} ${path} (${useCase})`;

/** Everything that an operation still lacks, as sentences that name the file or the row. */
export function missingParts({ useCases, files, catalogue, routes }: Operations): string[] {
  const listed = new Set(catalogue.map(words));
  const served = new Set(routes.map(words));
  const verbs = useCases.flatMap((useCase) => {
    const tests = [`tests/use-cases/${kebab(useCase)}.test.ts`, `tests/api/${kebab(useCase)}.test.ts`];
    return [
      tests.some((test) => files.includes(test))
        ? ''
        : `lib/use-cases/${kebab(useCase)}.ts has no ${tests.join(' or ')}.`,
      catalogue.some((row) => row.useCase === useCase) ? '' : `${useCase} has no row in lib/http/catalogue.ts.`,
    ];
  });
  return [
    ...verbs,
    ...[...listed].map((row) => (served.has(row) ? '' : `${row} of the catalogue has no route under app/api.`)),
    ...[...served].map((row) => (listed.has(row) ? '' : `${row} of app/api has no row in lib/http/catalogue.ts.`)),
    ...(listed.size === catalogue.length ? [] : ['The catalogue has a row twice.']),
  ].filter((problem) => problem !== '');
}
