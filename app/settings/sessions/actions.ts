'use server';

import { refresh } from 'next/cache';
import { action } from '@/lib/http/action';
import type { FormState } from '@/lib/shared/form-state';
import { endOtherSessions } from '@/lib/use-cases/end-other-sessions';
import { endSession } from '@/lib/use-cases/end-session';

const endOne = action(endSession);
const endOthers = action(endOtherSessions);

/** Ends the session that `id` names, or with `others` every one but this; the page shows what is left either way. */
export async function endSessionsAction(state: FormState, data: FormData): Promise<FormState> {
  const end = data instanceof FormData && data.has('others') ? endOthers : endOne;
  const answer = await end(state, data);
  refresh();
  const isGone = answer.status === 'error' && answer.code === 'not_found';
  return isGone ? { status: 'done', message: 'That session had ended already.' } : answer;
}
