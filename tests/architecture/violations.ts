import { posix } from 'node:path';
import {
  BARREL_RULE,
  ENV_RULE,
  holdsIn,
  IMPORT_RULES,
  isIn,
  LENGTH_RULE,
  NAME_RULE,
  ROOT_RULE,
} from './house-rules.mjs';
import { factsOf, type SourceFacts, type SourceTree } from './source-tree';

/** Where an import leads, from the root and without an ending; undefined when it is a package. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
}

type ImportRule = (typeof IMPORT_RULES)[number];

function breaks(rule: ImportRule, file: string, { specifier, isTypeOnly }: SourceFacts['imports'][number]): boolean {
  if (!holdsIn(rule, file) || (isTypeOnly && rule.areTypesAllowed)) return false;
  const target = targetOf(file, specifier);
  const leadsThere = target !== undefined && (rule.places ?? []).some((place) => isIn(target, place));
  return leadsThere || (rule.specifier?.test(specifier) ?? false);
}

function importViolations(file: string, facts: SourceFacts): string[] {
  return facts.imports.flatMap((imported) =>
    IMPORT_RULES.filter((rule) => breaks(rule, file, imported)).map(
      (rule) => `${file} imports ${imported.specifier}: ${rule.message}`,
    ),
  );
}

function codeViolations(file: string, source: string, facts: SourceFacts): string[] {
  const found: string[] = [];
  if (facts.readsProcessEnv && holdsIn(ENV_RULE, file)) found.push(`${file}: ${ENV_RULE.message}`);
  const isBarrel = facts.reExportCount > 0 && facts.ownExports.length === 0;
  if (isBarrel && holdsIn(BARREL_RULE, file)) found.push(`${file}: ${BARREL_RULE.message}`);
  const lines = source.split('\n').length - 1;
  if (lines > LENGTH_RULE.most) found.push(`${file} has ${lines}: ${LENGTH_RULE.message}`);
  return found;
}

/** Every breach of the house rules in `tree`, as "file: message". */
export function sourceViolations(tree: SourceTree): string[] {
  return [...tree].flatMap(([file, source]) => {
    const facts = factsOf(file, source);
    return [...importViolations(file, facts), ...codeViolations(file, source, facts)];
  });
}

/** Breaches that show in the names alone. */
export function nameViolations(paths: readonly string[], rootEntries: readonly string[]): string[] {
  const nameless = paths.filter((path) =>
    path.split('/').some((part) => NAME_RULE.names.test(part.replace(/\.[^.]+$/, ''))),
  );
  const strangers = rootEntries.filter((entry) => !ROOT_RULE.entries.includes(entry));
  return [
    ...nameless.map((path) => `${path}: ${NAME_RULE.message}`),
    ...strangers.map((entry) => `${entry}: ${ROOT_RULE.message}`),
  ];
}
