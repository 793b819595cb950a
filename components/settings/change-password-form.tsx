'use client';

import { ActionForm } from '@/components/forms/action-form';
import { CaptchaField } from '@/components/forms/captcha-field';
import { PasswordField } from '@/components/forms/password-field';
import { PasswordRules } from '@/components/forms/password-rules';
import { SubmitButton } from '@/components/forms/submit-button';
import { useActionForm } from '@/components/forms/use-action-form';
import { CAPTCHA_FIELD, type CaptchaSetting } from '@/lib/shared/captcha';
import type { FormAction } from '@/lib/shared/form-state';
import type { PasswordOwner } from '@/lib/shared/password-policy';
import { changePasswordForm } from '@/lib/shared/schemas/change-password';

type Props = { action: FormAction; owner: Required<PasswordOwner>; captcha: CaptchaSetting };

/** The address of `owner` tells a password manager whose password it is that changes. */
export function ChangePasswordForm({ action, owner, captcha }: Props) {
  const form = useActionForm(action, changePasswordForm);
  const fresh = form.field('new_password');
  const rules = <PasswordRules control={form.control} name="new_password" messages={fresh.messages} owner={owner} />;
  return (
    <ActionForm form={form}>
      <input type="text" name="username" autoComplete="username" value={owner.email} readOnly hidden />
      <PasswordField {...form.field('current_password')} label="Current password" autoComplete="current-password" />
      <PasswordField {...fresh} label="New password" autoComplete="new-password" rules={rules} />
      <PasswordField {...form.field('confirm_password')} label="Confirm the new password" autoComplete="new-password" />
      <CaptchaField {...form.field(CAPTCHA_FIELD)} state={form.state} setting={captcha} />
      <SubmitButton form={form} pendingLabel="Changing the password…">
        Change password
      </SubmitButton>
    </ActionForm>
  );
}
