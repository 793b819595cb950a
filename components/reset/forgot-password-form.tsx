'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/forms/action-form';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import type { FormAction } from '@/lib/shared/form-state';
import { requestResetPasswordInput } from '@/lib/shared/schemas/reset-password';
import { recallTypedEmail } from './typed-email';

type Props = {
  action: FormAction;
  /** Whose it is where somebody is signed in. */
  email: string | undefined;
};

/** Asks for the link. The form stays after it was sent, with the address in it: a slip of the finger shows, and is mended. */
export function ForgotPasswordForm({ action, email }: Props) {
  const form = useActionForm(action, requestResetPasswordInput);
  const [known] = useState(() => email ?? recallTypedEmail());
  const isSent = form.state.status === 'done';
  return (
    <ActionForm form={form}>
      <TextField {...form.field('email')} label="E-mail" type="email" autoComplete="username" defaultValue={known} />
      <SubmitButton form={form} pendingLabel="Sending…" look={isSent ? 'secondary' : 'primary'}>
        {isSent ? 'Send another link' : 'Send me a link'}
      </SubmitButton>
    </ActionForm>
  );
}
