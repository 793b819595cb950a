import { ButtonForm } from '@/components/forms/button-forms';
import { Disclosure } from '@/components/ui/disclosure';
import type { MailOutput } from '@/lib/shared/schemas/mails';

/** Has a mail sent again that was not delivered, after saying what that means; where that cannot be, says why not. */
export function ResendButton({ mail: { id, label, status, resend_refusal } }: { mail: MailOutput }) {
  const isDead = status === 'dead';
  if (!isDead && status !== 'failed') return null;
  if (resend_refusal !== null) return <p className="mt-1 text-muted">{resend_refusal}</p>;
  return (
    <div className="mt-3">
      <Disclosure
        label={
          <>
            {isDead ? 'Send again' : 'Try now'} <span className="sr-only">: {label}</span>
          </>
        }
      >
        <p className="mb-4 max-w-prose">
          {isDead
            ? 'The very same mail goes out now, and if that fails it is tried again for a day.'
            : 'The next try is made at once instead of at its time.'}{' '}
          A code or link in it that has been replaced meanwhile does not work any more.
        </p>
        <div className="w-fit">
          <ButtonForm fields={{ id }} pendingLabel="Sending…" look="primary">
            {isDead ? 'Send it again' : 'Try it now'}
          </ButtonForm>
        </div>
      </Disclosure>
    </div>
  );
}
