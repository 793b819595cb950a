import { z } from 'zod';
import { invitePersonInput, suspendPersonInput } from './people';

/** What stands before a role's name, where a form has a box for it. */
const BOX = 'role:';

export function roleBox(name: string): string {
  return BOX + name;
}

type Fields = Record<string, string>;

/** The roles whose boxes are ticked. */
function tickedRoles(fields: Fields): string[] {
  const names = Object.keys(fields).filter((name) => name.startsWith(BOX));
  return names.map((name) => name.slice(BOX.length));
}

/** What the form at a person's roles sends, as `assignRoles` takes it. */
export function readRolesForm(fields: Fields): Record<string, unknown> {
  return { id: fields['id'], roles: tickedRoles(fields) };
}

export const inviteForm = invitePersonInput.omit({ roles: true });

/** What the form of an invitation sends, as `invitePerson` takes it: without boxes, the roles are the usual ones. */
export function readInviteForm({ has_boxes, ...fields }: Fields): Record<string, unknown> {
  const { first_name, last_name, email } = fields;
  return { first_name, last_name, email, ...(has_boxes !== undefined && { roles: tickedRoles(fields) }) };
}

/** The time of a suspension's end is typed without its zone, which is UTC. */
export const suspendForm = z.object({ reason: suspendPersonInput.shape.reason, until: z.string().optional() });

/** What the form of a suspension sends, as `suspendPerson` takes it. A browser leaves out seconds that are none. */
export function readSuspendForm({ id, reason, until = '' }: Fields): Record<string, unknown> {
  const time = /T\d\d:\d\d$/.test(until) ? `${until}:00` : until;
  return { id, reason, until: time === '' ? null : `${time}Z` };
}
