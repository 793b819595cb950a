'use client';

import { ActionForm } from '@/components/forms/action-form';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import type { FormAction } from '@/lib/shared/form-state';
import { resendCodeInput } from '@/lib/shared/schemas/registration';

export function ResendForm({ action, needsProof }: { action: FormAction; needsProof: boolean }) {
  const form = useActionForm(action, resendCodeInput);
  return (
    <ActionForm form={form} label="Ask for a new code">
      {needsProof && (
        <TextField {...form.field('email')} label="Send a new code to" type="email" autoComplete="email" />
      )}
      <SubmitButton form={form} pendingLabel="Sending…" look="secondary">
        Send a new code
      </SubmitButton>
    </ActionForm>
  );
}
