import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import type { FormAction } from '@/lib/shared/form-state';

/** In place of the form to change a password, for who has none: the mail that lets them set their first one. */
export function FirstPassword({ action, email }: { action: FormAction; email: string }) {
  return (
    <ButtonForms action={action}>
      <p className="mb-5">
        You have no password here yet: you come in another way. To set one, let us mail a link to{' '}
        <strong className="font-semibold">{email}</strong> and open it. You will be signed out everywhere, and both ways
        will let you in.
      </p>
      <ButtonForm fields={{ email }} pendingLabel="Sending…" look="primary">
        Mail me the link
      </ButtonForm>
    </ButtonForms>
  );
}
