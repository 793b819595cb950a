'use server';

import { refresh } from 'next/cache';
import { action } from '@/lib/http/action';
import type { FormState } from '@/lib/shared/form-state';
import { resendMail } from '@/lib/use-cases/resend-mail';

const resend = action(resendMail, {
  hints: { not_found: 'The person it was for may have been deleted meanwhile, and their mails with them.' },
});

/** Has a mail sent again; the list shows how it stands then. */
export async function resendMailAction(state: FormState, data: FormData): Promise<FormState> {
  const answer = await resend(state, data);
  refresh();
  return answer;
}
