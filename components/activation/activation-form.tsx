'use client';

import { ActionForm } from '@/components/forms/action-form';
import { CaptchaField } from '@/components/forms/captcha-field';
import { CodeField } from '@/components/forms/code-field';
import { PasswordField } from '@/components/forms/password-field';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import { CAPTCHA_FIELD, type CaptchaSetting } from '@/lib/shared/captcha';
import type { FormAction } from '@/lib/shared/form-state';
import { activateAccountInput } from '@/lib/shared/schemas/registration';

type Props = { action: FormAction; needsProof: boolean; captcha: CaptchaSetting };

/** The six digits; and where nothing in this browser proves who registered, e-mail and password with them. */
export function ActivationForm({ action, needsProof, captcha }: Props) {
  const form = useActionForm(action, activateAccountInput);
  return (
    <ActionForm form={form}>
      {needsProof && (
        <>
          <TextField {...form.field('email')} label="E-mail" type="email" autoComplete="username" />
          <PasswordField {...form.field('password')} label="Password" autoComplete="current-password" />
        </>
      )}
      <CodeField {...form.field('activation_code')} label="Six-digit code" />
      <CaptchaField {...form.field(CAPTCHA_FIELD)} state={form.state} setting={captcha} />
      <SubmitButton form={form} pendingLabel="Activating…">
        Activate my account
      </SubmitButton>
    </ActionForm>
  );
}
