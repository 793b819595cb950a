'use client';

import { ActionForm } from '@/components/forms/action-form';
import { PasswordField } from '@/components/forms/password-field';
import { PasswordRules } from '@/components/forms/password-rules';
import { SubmitButton } from '@/components/forms/submit-button';
import { useActionForm } from '@/components/forms/use-action-form';
import type { FormAction } from '@/lib/shared/form-state';
import { resetPasswordForm } from '@/lib/shared/schemas/reset-password';

/** A password for whoever has the link. Whose it is does not show: a link can fall into other hands. */
export function ResetPasswordForm({ action, token }: { action: FormAction; token: string }) {
  const form = useActionForm(action, resetPasswordForm);
  const { messages: _unseen, ...tokenField } = form.field('token');
  const fresh = form.field('new_password');
  const rules = <PasswordRules control={form.control} name="new_password" messages={fresh.messages} />;
  return (
    <ActionForm form={form}>
      <input type="hidden" {...tokenField} value={token} />
      <PasswordField {...fresh} label="New password" autoComplete="new-password" rules={rules} />
      <PasswordField {...form.field('confirm_password')} label="Confirm the new password" autoComplete="new-password" />
      <SubmitButton form={form} pendingLabel="Setting the password…">
        Set the new password
      </SubmitButton>
    </ActionForm>
  );
}
