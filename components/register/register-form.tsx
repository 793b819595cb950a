'use client';

import { ActionForm } from '@/components/forms/action-form';
import { CaptchaField } from '@/components/forms/captcha-field';
import { PasswordField } from '@/components/forms/password-field';
import { PasswordRules } from '@/components/forms/password-rules';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import { CAPTCHA_FIELD, type CaptchaSetting } from '@/lib/shared/captcha';
import type { FormAction } from '@/lib/shared/form-state';
import { registerForm } from '@/lib/shared/schemas/registration';

export function RegisterForm({ action, captcha }: { action: FormAction; captcha: CaptchaSetting }) {
  const form = useActionForm(action, registerForm);
  const password = form.field('password');
  const rules = <PasswordRules control={form.control} name="password" messages={password.messages} />;
  return (
    <ActionForm form={form}>
      <div className="grid gap-x-4 sm:grid-cols-2">
        <TextField {...form.field('first_name')} label="First name" autoComplete="given-name" />
        <TextField {...form.field('last_name')} label="Last name" autoComplete="family-name" />
      </div>
      <TextField {...form.field('email')} label="E-mail" type="email" autoComplete="email" />
      <PasswordField {...password} label="Password" autoComplete="new-password" rules={rules} />
      <PasswordField {...form.field('confirm_password')} label="Confirm password" autoComplete="new-password" />
      <CaptchaField {...form.field(CAPTCHA_FIELD)} state={form.state} setting={captcha} isAlwaysWanted />
      <SubmitButton form={form} pendingLabel="Creating the account…">
        Create account
      </SubmitButton>
    </ActionForm>
  );
}
