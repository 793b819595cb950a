'use server';

import { refresh } from 'next/cache';
import { action } from '@/lib/http/action';
import type { FormState } from '@/lib/shared/form-state';
import { readRoleForm } from '@/lib/shared/schemas/roles';
import { createRole } from '@/lib/use-cases/create-role';
import { deleteRole } from '@/lib/use-cases/delete-role';
import { updateRole } from '@/lib/use-cases/update-role';

const hints = {
  forbidden:
    'Below level 1, you make and change only roles of a lower rank than yours, with permissions that you hold.',
};

const update = action(updateRole, { toInput: readRoleForm, hints });
const remove = action(deleteRole, { hints, next: () => '/admin/roles?notice=deleted' });

export const createRoleAction = action(createRole, {
  toInput: readRoleForm,
  hints,
  next: ({ name }) => `/admin/roles/${name}?notice=made`,
});

/** Changes the role of the form; the page shows it as it is then. */
export async function updateRoleAction(state: FormState, data: FormData): Promise<FormState> {
  const answer = await update(state, data);
  refresh();
  return answer.status === 'done' ? { ...answer, message: 'The role is changed, for everybody’s next click.' } : answer;
}

/** Deletes the role of the form; the page shows who came to hold it meanwhile. */
export async function deleteRoleAction(state: FormState, data: FormData): Promise<FormState> {
  const answer = await remove(state, data);
  refresh();
  return answer;
}
