'use server';

import { refresh } from 'next/cache';
import { momentInWords } from '@/components/ui/moment';
import { action } from '@/lib/http/action';
import type { FormState } from '@/lib/shared/form-state';
import { readInviteForm, readRolesForm, readSuspendForm } from '@/lib/shared/schemas/people-forms';
import { assignRoles } from '@/lib/use-cases/assign-roles';
import { deletePerson } from '@/lib/use-cases/delete-person';
import { invitePerson } from '@/lib/use-cases/invite-person';
import { restorePerson } from '@/lib/use-cases/restore-person';
import { sendReset } from '@/lib/use-cases/send-reset';
import { signOutPerson } from '@/lib/use-cases/sign-out-person';
import { suspendPerson } from '@/lib/use-cases/suspend-person';
import { updatePerson } from '@/lib/use-cases/update-person';

const hints = { not_found: 'Somebody may have deleted the account meanwhile.' };

const update = action(updatePerson, { hints });
const move = action(updatePerson, { hints, next: ({ id }) => `/admin/users/${id}?notice=moved` });
const removeManager = action(updatePerson, { hints, toInput: ({ id }) => ({ id, manager_id: null }) });
const assign = action(assignRoles, { hints, toInput: readRolesForm });
const suspend = action(suspendPerson, {
  hints,
  toInput: readSuspendForm,
  said: ({ suspended_until: until }) =>
    `They are suspended${until ? ` until ${momentInWords(until, 'minute')}` : ''}, and signed out everywhere.`,
});
const restore = action(restorePerson, { hints });
const signOut = action(signOutPerson, { hints });
const send = action(sendReset, { hints });
const remove = action(deletePerson, { hints, next: () => '/admin/users?notice=deleted' });

export const invitePersonAction = action(invitePerson, {
  toInput: readInviteForm,
  next: ({ id }) => `/admin/users/${id}?notice=invited`,
});

/** The answer, in these words where it is a success; the page shows what there is now either way. */
function shownAnew(answer: FormState, message?: string): FormState {
  refresh();
  return answer.status === 'done' && message !== undefined ? { status: 'done', message } : answer;
}

export async function updateNamesAction(state: FormState, data: FormData): Promise<FormState> {
  return shownAnew(await update(state, data), 'The names are changed.');
}

/** Puts somebody below another, and leads back to them. */
export async function chooseManagerAction(state: FormState, data: FormData): Promise<FormState> {
  return shownAnew(await move(state, data));
}

export async function removeManagerAction(state: FormState, data: FormData): Promise<FormState> {
  return shownAnew(await removeManager(state, data), 'They have no manager any more.');
}

export async function assignRolesAction(state: FormState, data: FormData): Promise<FormState> {
  return shownAnew(await assign(state, data), 'The roles are changed, from their next click on.');
}

/** Suspends where the form says why, and restores where it does not. */
export async function suspensionAction(state: FormState, data: FormData): Promise<FormState> {
  if (data instanceof FormData && data.has('reason')) {
    return shownAnew(await suspend(state, data));
  }
  return shownAnew(await restore(state, data), 'They are restored: they can sign in again.');
}

/** Signs somebody out everywhere, or mails them a link, as the button says. */
export async function accessAction(state: FormState, data: FormData): Promise<FormState> {
  const act = data instanceof FormData && data.has('link') ? send : signOut;
  return shownAnew(await act(state, data));
}

export async function deletePersonAction(state: FormState, data: FormData): Promise<FormState> {
  return shownAnew(await remove(state, data));
}
