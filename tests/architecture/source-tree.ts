import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** Source files by path from the root, with forward slashes: the real ones, or ones planted by a test. */
export type SourceTree = ReadonlyMap<string, string>;

/** What a developer's own tools leave in a folder. */
const LEFT_BY_TOOLS = ['.git', '.idea', '.vscode', '.DS_Store', 'node_modules'];

function ignoredBy(gitignore: string): (path: string) => boolean {
  const patterns = gitignore
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]*'))
    .map((glob) => new RegExp(glob.startsWith('/') ? `^${glob.slice(1)}$` : `(?:^|/)${glob}$`));
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** Every path of the repository that is not ignored: folders as they are entered, then their files. */
export function listPaths(root: string): { files: string[]; rootEntries: string[] } {
  const isIgnored = ignoredBy(readFileSync(`${root}/.gitignore`, 'utf8'));
  const isOurs = (path: string) => !LEFT_BY_TOOLS.includes(path) && !isIgnored(path);
  const under = (folder: string): string[] =>
    readdirSync(posix.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (!isOurs(path)) return [];
      return entry.isDirectory() ? under(path) : [path];
    });
  const files = under('');
  return { files, rootEntries: [...new Set(files.map((file) => file.split('/')[0] ?? file))] };
}

/** Reads the source files among `paths`. */
export function readSources(root: string, paths: readonly string[]): SourceTree {
  const sources = paths.filter((path) => /\.(?:tsx?|mjs)$/.test(path) && !path.endsWith('.d.ts'));
  return new Map(sources.map((path) => [path, readFileSync(posix.join(root, path), 'utf8')]));
}

export type SourceFacts = {
  /** What the file imports or re-exports, statically or not; a type-only import is gone when the program runs. */
  imports: { specifier: string; isTypeOnly: boolean }[];
  /** Names the file exports with code of its own. */
  ownExports: string[];
  reExportCount: number;
  readsProcessEnv: boolean;
};

type Module = ReturnType<typeof parseSync>['module'];

function staticImportsOf(module: Module): SourceFacts['imports'] {
  return module.staticImports.map((statement) => ({
    specifier: statement.moduleRequest.value,
    isTypeOnly: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
  }));
}

function reExportsOf(module: Module): SourceFacts['imports'] {
  return module.staticExports.flatMap((statement) =>
    statement.entries.flatMap((entry) =>
      entry.moduleRequest === null ? [] : [{ specifier: entry.moduleRequest.value, isTypeOnly: entry.isType }],
    ),
  );
}

function ownExportsOf(module: Module): string[] {
  return module.staticExports.flatMap((statement) =>
    statement.entries.flatMap((entry) =>
      entry.moduleRequest === null && !entry.isType ? [entry.exportName.name ?? 'default'] : [],
    ),
  );
}

/** Parses one file. A file that does not parse is the type checker's business: it has no facts here. */
export function factsOf(path: string, source: string): SourceFacts {
  const { module, program } = parseSync(path, source);
  const dynamic: SourceFacts['imports'] = [];
  let readsProcessEnv = false;
  new Visitor({
    ImportExpression(node) {
      const specifier = node.source.type === 'Literal' ? node.source.value : undefined;
      if (typeof specifier === 'string') dynamic.push({ specifier, isTypeOnly: false });
    },
    MemberExpression(node) {
      const property = node.property.type === 'Identifier' ? node.property.name : undefined;
      const key = node.property.type === 'Literal' ? node.property.value : undefined;
      const isProcess = node.object.type === 'Identifier' && node.object.name === 'process';
      if (isProcess && (property === 'env' || key === 'env')) readsProcessEnv = true;
    },
    VariableDeclarator(node) {
      if (node.id.type === 'ObjectPattern' && node.init?.type === 'Identifier' && node.init.name === 'process') {
        readsProcessEnv = true;
      }
    },
  }).visit(program);
  const reExports = reExportsOf(module);
  return {
    imports: [...staticImportsOf(module), ...reExports, ...dynamic],
    ownExports: ownExportsOf(module),
    reExportCount: reExports.length,
    readsProcessEnv,
  };
}
