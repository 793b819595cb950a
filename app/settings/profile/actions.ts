'use server';

import { refresh } from 'next/cache';
import { action } from '@/lib/http/action';
import type { FormState } from '@/lib/shared/form-state';
import { removeAvatar } from '@/lib/use-cases/remove-avatar';
import { updateMe } from '@/lib/use-cases/update-me';

const update = action(updateMe, { said: () => 'Your names are changed.' });
const remove = action(removeAvatar);

/** The page shows the names that there are now either way. */
export async function updateOwnNamesAction(state: FormState, data: FormData): Promise<FormState> {
  const answer = await update(state, data);
  refresh();
  return answer;
}

export async function removePictureAction(state: FormState, data: FormData): Promise<FormState> {
  const answer = await remove(state, data);
  refresh();
  return answer;
}
