'use server';

import { refresh } from 'next/cache';
import { action } from '@/lib/http/action';
import { startConnecting } from '@/lib/http/provider-start';
import type { FormState } from '@/lib/shared/form-state';
import { removeConnection } from '@/lib/use-cases/remove-connection';

const remove = action(removeConnection);

/** Sends the browser to the `provider` of the form, and back to the connections. */
export const connectProviderAction = action(startConnecting, { next: ({ address }) => address });

/** Disconnects the `provider` of the form; the page shows what is left either way. */
export async function removeConnectionAction(state: FormState, data: FormData): Promise<FormState> {
  const answer = await remove(state, data);
  refresh();
  return answer;
}
