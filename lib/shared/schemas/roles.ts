import { z } from 'zod';
import { LOWEST_LEVEL, PERMISSION_NAMES } from '../authorization';

const NAME_MAX_LENGTH = 40;

/** A role's name, normalised: what differs only in case or width is the same role. */
export const roleName = z
  .string({ error: 'Enter a name.' })
  .transform((name) => name.normalize('NFKC').trim().toLowerCase())
  .pipe(
    z
      .string()
      .max(NAME_MAX_LENGTH, `Use at most ${NAME_MAX_LENGTH} characters.`)
      .regex(
        /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/,
        'Use letters a to z and digits; hyphens and underscores between them.',
      ),
  )
  .describe('In small letters; what differs only in case is the same role.');

export const roleLevel = z
  .int({ error: `Enter a whole number from 1 (the highest) to ${LOWEST_LEVEL}.` })
  .min(1, 'The highest level is 1.')
  .max(LOWEST_LEVEL, `The lowest level is ${LOWEST_LEVEL}.`)
  .describe('The rank; 1 is the highest.');

const rolePermissions = z
  .array(z.enum(PERMISSION_NAMES, { error: 'There is no such permission.' }), { error: 'Send a list of permissions.' })
  .max(PERMISSION_NAMES.length, 'Name each permission once.')
  .transform((names) => [...new Set(names)].toSorted());

export const roleOutput = z.object({
  name: z.string(),
  level: z.int(),
  permissions: z.array(z.string()),
  people: z.int().describe('How many people hold it.'),
});

export type RoleOutput = z.output<typeof roleOutput>;

export const rolesOutput = z.object({ results: z.array(roleOutput) });

export const createRoleInput = z.object({ name: roleName, level: roleLevel, permissions: rolePermissions.default([]) });

/** What the browser judges of the form of a role before it is sent; a level is typed as a text. */
export const roleForm = z.object({
  name: roleName,
  level: z
    .string()
    .transform((typed) => readLevel(typed))
    .pipe(roleLevel),
  permissions: z.unknown(),
});

/** The name of the box of a permission in that form, without the dots that a form would take for parts. */
export const permissionBox = (permission: string) => `may-${permission.replaceAll('.', '-')}`;

/** The texts of that form as the input of the operation. */
export function readRoleForm(fields: Record<string, string>): Record<string, unknown> {
  return {
    name: fields['name'],
    level: readLevel(fields['level']),
    permissions: PERMISSION_NAMES.filter((permission) => permissionBox(permission) in fields),
  };
}

/** A level as it was typed; what is no number is left for its schema to judge. */
function readLevel(typed: string | undefined): unknown {
  return /^\s*\d+\s*$/.test(typed ?? '') ? Number(typed) : typed;
}

/**
 * `name` is that of the path: a role keeps its name. Any text may be asked for; what is no role's name is not found.
 */
export const updateRoleInput = z
  .object({ name: z.string(), level: roleLevel.optional(), permissions: rolePermissions.optional() })
  .refine(
    ({ level, permissions }) => level !== undefined || permissions !== undefined,
    'Send a level or permissions to change; a role keeps its name.',
  );

export const deleteRoleInput = z.object({ name: z.string() });
