import { z } from 'zod';
import type { Db } from '@/lib/infra/db';
import type { RoleOutput } from '@/lib/shared/schemas/roles';
import type { Prisma } from '@/prisma/generated/client';
import { rankOf } from './access/attributes';
import type { Transaction } from './context';

/** The one key under which the roles are cached: they are few, and every signed-in request needs them. */
export const ROLES_VIEW_KEY = 'roles';

const roleTable = z.record(z.string(), z.object({ level: z.number(), permissions: z.array(z.string()) }));

/** Every role: its level (1 is the highest) and its permissions. */
export type RoleTable = z.output<typeof roleTable>;

/** What somebody's roles come to. */
export type Authority = { level: number; permissions: string[] };

let last: { text: string; table: RoleTable | undefined } | undefined;

/** The table in a cached text; undefined when this version of the program does not understand it. */
export function toRoleTable(text: string): RoleTable | undefined {
  if (last?.text !== text) last = { text, table: roleTable.safeParse(JSON.parse(text)).data };
  return last.table;
}

/** What is loaded with a role. */
export const ROLE_INCLUDE = {
  permissions: { orderBy: { permission: 'asc' } },
} as const satisfies Prisma.RoleInclude;

type RoleRow = Prisma.RoleGetPayload<{ include: typeof ROLE_INCLUDE }>;

/** A role of the database as everything else knows it, its permissions in the order of the alphabet. */
export function toRoleFacts({ name, level, permissions }: RoleRow): Omit<RoleOutput, 'people'> {
  return { name, level, permissions: permissions.map(({ permission }) => permission) };
}

/** Straight from PostgreSQL. */
export async function loadRoles(db: Pick<Db, 'role'>): Promise<RoleTable> {
  const rows = await db.role.findMany({ include: ROLE_INCLUDE, orderBy: { name: 'asc' } });
  return Object.fromEntries(rows.map(toRoleFacts).map(({ name, ...role }) => [name, role]));
}

/** Their permissions together, and the highest of their levels. A role that has vanished gives nothing. */
export function authorityOf(table: RoleTable, names: readonly string[]): Authority {
  const roles = names.flatMap((name) => table[name] ?? []);
  const permissions = roles.flatMap((role) => role.permissions);
  return { level: rankOf(roles.map(({ level }) => level)), permissions: [...new Set(permissions)].toSorted() };
}

/** Makes a change of roles visible to the next request of everybody. */
export function changeRolesView(tx: Transaction): void {
  tx.changesView(ROLES_VIEW_KEY);
}
