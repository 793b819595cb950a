'use client';

import { ActionForm } from '@/components/forms/action-form';
import { CaptchaField } from '@/components/forms/captcha-field';
import { PasswordField } from '@/components/forms/password-field';
import { SubmitButton } from '@/components/forms/submit-button';
import { useActionForm } from '@/components/forms/use-action-form';
import { CAPTCHA_FIELD, type CaptchaSetting } from '@/lib/shared/captcha';
import type { FormAction } from '@/lib/shared/form-state';
import { activateAccountInput } from '@/lib/shared/schemas/registration';

type Props = { action: FormAction; token: string; needsProof: boolean; captcha: CaptchaSetting };

/** The button of the mailed link. It waits to be pressed: a mail scanner that opens every link must spend nothing. */
export function ActivateLinkForm({ action, token, needsProof, captcha }: Props) {
  const form = useActionForm(action, activateAccountInput);
  const { messages: _unseen, ...tokenField } = form.field('token');
  return (
    <ActionForm form={form}>
      <input type="hidden" {...tokenField} value={token} />
      {needsProof && <PasswordField {...form.field('password')} label="Password" autoComplete="current-password" />}
      <CaptchaField {...form.field(CAPTCHA_FIELD)} state={form.state} setting={captcha} />
      <SubmitButton form={form} pendingLabel="Activating…">
        Activate my account
      </SubmitButton>
    </ActionForm>
  );
}
