import { parseSync, Visitor } from 'oxc-parser';
import type { SourceTree } from './source-tree';

/** What makes an action that passes the one door. */
const DOORS = ['action', 'personAction'];

/** The names that a file binds to what a door made. */
function madeByADoor(program: ReturnType<typeof parseSync>['program']): Set<string> {
  const made = new Set<string>();
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type !== 'Identifier' || init?.type !== 'CallExpression') return;
      if (init.callee.type === 'Identifier' && DOORS.includes(init.callee.name)) made.add(id.name);
    },
  }).visit(program);
  return made;
}

/** The names that each exported function of a file mentions, by the function's name. */
function mentionsOf(program: ReturnType<typeof parseSync>['program']): Map<string, Set<string>> {
  const mentions = new Map<string, Set<string>>();
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null;
    if (declared?.type !== 'FunctionDeclaration' || !declared.id) continue;
    const names = new Set<string>();
    new Visitor({ Identifier: ({ name }) => void names.add(name) }).visit({ ...program, body: [declared] });
    mentions.set(declared.id.name, names);
  }
  return mentions;
}

function problemsIn(file: string, source: string): string[] {
  const { program, module } = parseSync(file, source);
  const isWhole = program.body[0]?.type === 'ExpressionStatement' && program.body[0].directive === 'use server';
  if (!isWhole) return [`${file}: 'use server' stands at the top of a file of its own, or not at all.`];
  const made = madeByADoor(program);
  const mentions = mentionsOf(program);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.map(({ exportName }) => exportName.name ?? 'default'),
  );
  return exported
    .filter((name) => !made.has(name) && ![...(mentions.get(name) ?? [])].some((mentioned) => made.has(mentioned)))
    .map(
      (name) =>
        `${file}: ${name} is not made by ${DOORS.join('(…) or ')}(…), and calls nothing that is: it would skip the one door.`,
    );
}

/**
 * Every server action that neither comes out of a door nor leads to one that does, as "file: sentence". There the
 * origin, the throttle and the access are looked at.
 */
export function undooredActions(tree: SourceTree): string[] {
  return [...tree].filter(([, source]) => /['"]use server['"]/.test(source)).flatMap((entry) => problemsIn(...entry));
}
