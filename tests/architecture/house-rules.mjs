// The rules of the house as data: the linter (oxlint.config.mjs) and tests/architecture.test.ts read the same table.

/** Folder order is import order: a file imports from its own folder or from one above it in this list. */
export const LAYERS = ['lib/shared', 'lib/core', 'lib/infra', 'lib/domain', 'lib/use-cases', 'lib/http'];

/** Where the programs begin. Nothing in the layers knows of them. */
export const LEAVES = ['app', 'components', 'inngest', 'lib/cli', 'lib/client', 'middleware', 'instrumentation'];

const PRODUCT = [...LAYERS, ...LEAVES, 'emails'];
const NEXT_ALLOWED = ['app', 'components', 'middleware', 'instrumentation', 'lib/http'];

/**
 * What may not be imported where. Places are paths without their ending: a folder, or one file of that name.
 *
 * @typedef {object} ImportRule
 * @property {string} name
 * @property {string} message what the linter and the test say
 * @property {string[]} within the places the rule holds in
 * @property {string[]} [except] places within those where it does not
 * @property {string[]} [places] our own places that may not be imported
 * @property {RegExp} [specifier] import texts that may not be written
 * @property {boolean} [areTypesAllowed] whether `import type` may pass
 */

/** @type {ImportRule[]} */
const layerRules = LAYERS.map((layer, index) => ({
  name: `layers: ${layer}`,
  message: `Folder order is import order: ${LAYERS.join(' < ')} < the leaves. ${layer} imports from itself${
    index === 0 ? '' : ' and from what stands before it'
  }, never from what stands after it.`,
  within: [layer],
  places: [...LAYERS.slice(index + 1), ...LEAVES],
}));

/** @type {ImportRule[]} */
const programRules = ['app', 'inngest', 'lib/cli', 'middleware', 'instrumentation'].map((program, _, programs) => ({
  name: `programs: ${program}`,
  message:
    'Nothing imports a program: things begin there. Only app serves what inngest lists, and the start registers it.',
  within: [program],
  places: programs.filter(
    (other) => other !== program && !(['app', 'instrumentation'].includes(program) && other === 'inngest'),
  ),
}));

/** @type {ImportRule[]} */
export const IMPORT_RULES = [
  ...layerRules,
  {
    name: 'components',
    message:
      'components import only components, lib/client and lib/shared; a server action reaches a form through its page.',
    within: ['components'],
    places: [...PRODUCT.filter((place) => !['components', 'lib/client', 'lib/shared'].includes(place)), 'prisma'],
  },
  {
    name: 'client',
    message: 'lib/client imports only lib/client and lib/shared: it runs in browsers and in programs of others.',
    within: ['lib/client'],
    places: [...PRODUCT.filter((place) => place !== 'lib/client' && place !== 'lib/shared'), 'prisma'],
    specifier: /^node:/,
  },
  ...programRules,
  {
    name: 'use cases',
    message: 'Use cases never import each other: what two verbs share sinks to a noun in lib/domain.',
    within: ['lib/use-cases'],
    places: ['lib/use-cases'],
    specifier: /^\.\//,
  },
  {
    name: 'next',
    message: 'next/* only in app, components, middleware.ts, instrumentation.ts and lib/http.',
    within: PRODUCT,
    except: NEXT_ALLOWED,
    specifier: /^next(?:\/|$)/,
  },
  {
    name: 'prisma value',
    message: 'The Prisma client value only in lib/infra/db.ts; elsewhere from lib/infra on, import its types.',
    within: PRODUCT,
    except: ['lib/infra/db', 'lib/shared', 'lib/core'],
    places: ['prisma/generated'],
    areTypesAllowed: true,
  },
  {
    name: 'prisma types',
    message: 'lib/shared and lib/core know nothing of the database, not even its types.',
    within: ['lib/shared', 'lib/core'],
    places: ['prisma'],
  },
  {
    name: 'emails are read by mail',
    message: 'Only lib/infra/mail (and tests) imports emails.',
    within: PRODUCT,
    except: ['emails', 'lib/infra/mail'],
    places: ['emails'],
  },
  {
    name: 'emails stand alone',
    message: 'emails imports nothing of ours: a template gets words and gives markup.',
    within: ['emails'],
    places: [...PRODUCT.filter((place) => place !== 'emails'), 'prisma'],
  },
  {
    name: 'tests',
    message: 'The product never imports its tests.',
    within: PRODUCT,
    places: ['tests', 'e2e'],
  },
  {
    name: 'process.env by import',
    message: 'process.env only in lib/core/env.ts: take settings from getEnv().',
    within: PRODUCT,
    specifier: /^(?:node:)?process$/,
  },
];

export const ENV_RULE = {
  message: 'process.env only in lib/core/env.ts: take settings from getEnv().',
  within: PRODUCT,
  /**
   * instrumentation.ts asks for NEXT_RUNTIME, which Next replaces at build time; the launcher asks who called it and
   * for which port, before there are settings, and tells the server where to listen.
   */
  except: ['lib/core/env', 'instrumentation', 'lib/cli/port', 'lib/cli/npm-parent', 'lib/cli/serve', 'lib/cli/https'],
};

export const BARREL_RULE = {
  message: 'No barrels: import from the file that has the thing.',
  within: PRODUCT.filter((place) => place !== 'app'),
};

export const NAME_RULE = {
  message: 'Name the noun: no file or folder called utils, helpers, common or misc.',
  names: /^(?:utils?|helpers?|common|misc|stuff)$/,
};

export const LENGTH_RULE = { message: 'At most 250 lines: split by what it is about.', most: 250 };

export const ROOT_RULE = {
  message: 'The root holds only the house list; put it into the room where it belongs.',
  entries: [
    'app components lib prisma emails inngest tests e2e docs',
    'middleware.ts instrumentation.ts package.json package-lock.json tsconfig.json',
    'README.md LICENSE Dockerfile compose.yaml .env.example .ci',
    // What tools look for at the root.
    'next.config.mjs postcss.config.mjs prisma.config.ts vitest.config.ts playwright.config.ts oxlint.config.mjs',
    'knip.jsonc .gitignore .npmrc .oxfmtrc.json .dockerignore',
  ].flatMap((line) => line.split(' ')),
};

/**
 * Whether `path` (a file, with or without its ending) is the place or lies in it.
 *
 * @param {string} path
 * @param {string} place
 */
export function isIn(path, place) {
  return path === place || path.startsWith(`${place}/`) || path.replace(/\.[a-z]+$/, '') === place;
}

/**
 * @param {{ within: string[], except?: string[] | undefined }} rule
 * @param {string} path
 */
export function holdsIn(rule, path) {
  return rule.within.some((place) => isIn(path, place)) && !rule.except?.some((place) => isIn(path, place));
}
