'use client';

import { ActionForm } from '@/components/forms/action-form';
import { CaptchaField } from '@/components/forms/captcha-field';
import { CheckboxField } from '@/components/forms/checkbox-field';
import { PasswordField } from '@/components/forms/password-field';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import { ForgotPasswordLink } from '@/components/reset/forgot-password-link';
import { CAPTCHA_FIELD, type CaptchaSetting } from '@/lib/shared/captcha';
import type { FormAction } from '@/lib/shared/form-state';
import { loginInput } from '@/lib/shared/schemas/session';

type Props = { action: FormAction; next?: string | undefined; captcha: CaptchaSetting };

/** `next` is where to go afterwards; whether it is a path of this site is the server's to judge. */
export function LoginForm({ action, next, captcha }: Props) {
  const form = useActionForm(action, loginInput);
  return (
    <ActionForm form={form}>
      {next && <input type="hidden" name="next" value={next} />}
      <TextField {...form.field('email')} label="E-mail" type="email" autoComplete="username" />
      <PasswordField {...form.field('password')} label="Password" autoComplete="current-password" />
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <CheckboxField {...form.field('remember')} label="Keep me signed in" defaultChecked />
        <ForgotPasswordLink />
      </div>
      <CaptchaField {...form.field(CAPTCHA_FIELD)} state={form.state} setting={captcha} />
      <SubmitButton form={form} pendingLabel="Signing in…">
        Sign in
      </SubmitButton>
    </ActionForm>
  );
}
