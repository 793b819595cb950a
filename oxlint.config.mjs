import { posix } from 'node:path';
import {
  BARREL_RULE,
  ENV_RULE,
  holdsIn,
  IMPORT_RULES,
  LAYERS,
  LEAVES,
  LENGTH_RULE,
  NAME_RULE,
} from './tests/architecture/house-rules.mjs';

/** Where the import rules differ. Of two that cover a file, the later one counts. */
const PLACES = ['tests', 'e2e', ...LEAVES, 'emails', ...LAYERS, 'lib/infra/db', 'lib/infra/mail'];

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Matches an import text that leads from a file in `folder`, at any depth, to `place`. */
function pathTo(place, folder) {
  const relative = posix.relative(folder, place);
  const nearest = relative.startsWith('.') ? `(?:\\.\\./)*${escaped(relative)}` : escaped(`./${relative}`);
  return `^(?:@/${escaped(place)}|(?:\\.\\./)+${escaped(place)}|${nearest})(?:/|\\.[a-z]+$|$)`;
}

function restrictionsOf(rule, folder) {
  const texts = (rule.places ?? []).map((place) => pathTo(place, folder));
  if (rule.specifier) texts.push(rule.specifier.source);
  return texts.map((regex) => ({ regex, message: rule.message, allowTypeImports: rule.areTypesAllowed ?? false }));
}

function importRules(place, folder) {
  const patterns = IMPORT_RULES.filter((rule) => holdsIn(rule, `${place}/x.ts`)).flatMap((rule) =>
    restrictionsOf(rule, folder),
  );
  const nameless = { regex: `^[.@].*/${NAME_RULE.names.source.slice(1, -1)}(?:/|$)`, message: NAME_RULE.message };
  return { 'no-restricted-imports': ['error', { patterns: [...patterns, nameless] }] };
}

const layerOverrides = PLACES.flatMap((place) => [
  { files: [`${place}/**`], rules: importRules(place, place) },
  { files: [`${place}.{ts,tsx,mjs}`], rules: importRules(place, posix.dirname(place).replace(/^\.$/, '')) },
]);

const globsOf = (places) => places.flatMap((place) => [`${place}/**`, `${place}.{ts,tsx,mjs}`]);

const typeAware = {
  'typescript/await-thenable': 'error',
  'typescript/no-array-delete': 'error',
  'typescript/no-base-to-string': 'error',
  'typescript/no-deprecated': 'error',
  'typescript/no-duplicate-type-constituents': 'error',
  'typescript/no-floating-promises': 'error',
  'typescript/no-for-in-array': 'error',
  'typescript/no-implied-eval': 'error',
  'typescript/no-misused-promises': 'error',
  // A string spread into its code points is meant: that is how this house counts characters.
  'typescript/no-misused-spread': ['error', { allow: ['string'] }],
  'typescript/no-redundant-type-constituents': 'error',
  'typescript/no-unnecessary-boolean-literal-compare': 'error',
  'typescript/no-unnecessary-type-arguments': 'error',
  'typescript/no-unnecessary-type-assertion': 'error',
  'typescript/no-unsafe-argument': 'error',
  'typescript/no-unsafe-assignment': 'error',
  'typescript/no-unsafe-call': 'error',
  'typescript/no-unsafe-enum-comparison': 'error',
  'typescript/no-unsafe-member-access': 'error',
  'typescript/no-unsafe-return': 'error',
  // Object.keys of a table and parsed JSON need them; what is unsafe about them shows in the rules above.
  'typescript/no-unsafe-type-assertion': 'off',
  'typescript/only-throw-error': 'error',
  'typescript/prefer-promise-reject-errors': 'error',
  'typescript/require-array-sort-compare': 'error',
  'typescript/restrict-plus-operands': 'error',
  'typescript/restrict-template-expressions': ['error', { allowNumber: true }],
  'typescript/return-await': ['error', 'in-try-catch'],
  'typescript/switch-exhaustiveness-check': 'error',
  'typescript/unbound-method': 'error',
};

const strictness = {
  // `() => void work()` is how an arrow says that it answers nothing.
  'typescript/no-meaningless-void-operator': 'off',
  complexity: ['error', 10],
  curly: ['error', 'multi-line'],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'max-lines': ['error', { max: LENGTH_RULE.most }],
  'max-lines-per-function': ['error', { max: 60 }],
  'max-params': ['error', 4],
  'no-console': 'error',
  'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
  'no-else-return': 'error',
  'no-param-reassign': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'import/no-cycle': 'error',
  'import/no-default-export': 'error',
  'import/no-mutable-exports': 'error',
  'typescript/ban-ts-comment': 'error',
  'typescript/consistent-type-definitions': ['error', 'type'],
  'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  'typescript/no-explicit-any': 'error',
  'typescript/no-non-null-assertion': 'error',
  'typescript/no-require-imports': 'error',
  'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  'unicorn/no-abusive-eslint-disable': 'error',
  'unicorn/prefer-node-protocol': 'error',
};

const react = {
  'react/button-has-type': 'error',
  'react/jsx-no-target-blank': 'error',
  'react/no-array-index-key': 'error',
  'react/no-danger': 'error',
  'react/rules-of-hooks': 'error',
  'react/exhaustive-deps': 'error',
  // Its compiler twin refuses a dependency that is there to start an effect anew.
  'react/exhaustive-effect-dependencies': 'off',
  // The automatic runtime needs no React in scope.
  'react/react-in-jsx-scope': 'off',
  // A region that is announced later is no <output>: nothing was calculated.
  'jsx-a11y/prefer-tag-over-role': 'off',
};

export default {
  plugins: ['eslint', 'typescript', 'oxc', 'unicorn', 'import', 'react', 'jsx-a11y', 'nextjs'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true },
  env: { node: true, browser: true, es2024: true },
  ignorePatterns: ['node_modules', '.next', '.data', 'prisma/generated', 'next-env.d.ts'],
  rules: {
    ...typeAware,
    ...strictness,
    ...react,
    // A style sheet, `server-only` or a setup file is imported for what it does.
    'import/no-unassigned-import': 'off',
    // Locals may have a noun's plain name even when a schema of that name exists elsewhere.
    'no-shadow': 'off',
    // Names of others, such as __proto__, begin as they like.
    'no-underscore-dangle': 'off',
    // Spreads put the entries of a long list on lines by what they are about.
    'unicorn/no-useless-spread': 'off',
    // A small function stands where it is used.
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    ...layerOverrides,
    {
      files: globsOf(ENV_RULE.within),
      rules: {
        'no-restricted-properties': ['error', { object: 'process', property: 'env', message: ENV_RULE.message }],
      },
    },
    { files: globsOf(ENV_RULE.except), rules: { 'no-restricted-properties': 'off' } },
    { files: globsOf(BARREL_RULE.within), rules: { 'oxc/no-barrel-file': ['error', { threshold: 0 }] } },
    {
      // Where Next and the tools look for a default export.
      files: [
        'app/**/{page,layout,template,loading,error,global-error,not-found,default,forbidden,unauthorized}.tsx',
        'app/**/{icon,apple-icon,opengraph-image,manifest,robots,sitemap}.{ts,tsx}',
        '*.config.{ts,mjs}',
        'emails/**',
        'tests/**/*-global-setup.ts',
        'e2e/**/*-global-setup.ts',
      ],
      rules: { 'import/no-default-export': 'off' },
    },
    // A program on the command line speaks on the console.
    {
      files: ['lib/cli/**', 'tests/run.ts', 'tests/bench/{run,bench}.ts', 'tests/docs/try.ts'],
      rules: { 'no-console': 'off' },
    },
    {
      files: ['tests/**', 'e2e/**'],
      plugins: ['vitest'],
      rules: {
        'max-lines-per-function': 'off',
        // A list of characters is written as a word.
        'typescript/no-misused-spread': 'off',
        // Matchers such as expect.any(String) are typed as any.
        'typescript/no-unsafe-assignment': 'off',
        'react/rules-of-hooks': 'off',
        'vitest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'fc.assert', 'until'] }],
        // A table of hostile inputs may want different things of different answers.
        'vitest/no-conditional-expect': 'off',
        'vitest/no-disabled-tests': 'error',
        'vitest/no-focused-tests': 'error',
        // The guards of every test look on from hooks.
        'vitest/no-standalone-expect': [
          'error',
          {
            additionalTestBlockFunctions: ['afterEach', 'beforeAll', 'afterAll', 'row.down', 'row.hanging', 'row.back'],
          },
        ],
        'vitest/no-identical-title': 'error',
        // The second argument says what was expected of what.
        'vitest/valid-expect': ['error', { maxArgs: 2 }],
      },
    },
    // Built by hand in plain JavaScript: there are no types to be safe about.
    { files: ['**/*.mjs'], rules: Object.fromEntries(Object.keys(typeAware).map((name) => [name, 'off'])) },
  ],
};
