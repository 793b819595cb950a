'use server';

import { redirect } from 'next/navigation';
import { action } from '@/lib/http/action';
import { startSignIn } from '@/lib/http/provider-start';
import { idleForm } from '@/lib/shared/form-state';

const start = action(startSignIn, { next: ({ address }) => address });

export async function continueWithProviderAction(data: FormData): Promise<void> {
  const refused = await start(idleForm, data);
  const isThrottled = refused.status === 'error' && refused.code === 'rate_limited';
  redirect(`/login?error=${isThrottled ? 'TooManyRequests' : 'SignInFailed'}`);
}
