import type { ReactNode } from 'react';
import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { Disclosure } from '@/components/ui/disclosure';
import type { FormAction } from '@/lib/shared/form-state';

type Props = {
  /** Signs the `id` it is sent out everywhere, or with `link` mails them one. */
  action: FormAction;
  id: string;
  canSignOut: boolean;
  canSend: boolean;
  /** Whether they are still to be invited: then the link is that of an invitation. */
  isPending: boolean;
  /** Whether it is the reader's own account. */
  isOwn: boolean;
};

/** How somebody gets in, and out: a link to set a password, and the end of all of their sessions. */
export function AccessButtons({ action, id, canSignOut, canSend, isPending, isOwn }: Props) {
  return (
    <ButtonForms action={action}>
      <div className="flex flex-col gap-4">
        {canSend && (
          <Step
            label={isPending ? 'Send an invitation' : 'Send a link for a new password'}
            words={
              isPending
                ? 'They get a mail with a link to set a password, which activates the account. Earlier links end.'
                : 'They get a mail with a link to set a new password. The one they have works until they use it; earlier links end.'
            }
          >
            <ButtonForm fields={{ id, link: 'send' }} pendingLabel="Sending…" look="primary">
              Send the link
            </ButtonForm>
          </Step>
        )}
        {canSignOut && (
          <Step
            label="Sign out everywhere"
            words={
              isOwn
                ? 'Every session of yours ends at once, on every device and here. You can sign in again.'
                : 'Every session of theirs ends at once, on every device. They can sign in again.'
            }
          >
            <ButtonForm fields={{ id }} pendingLabel="Signing out…" look="primary">
              End all {isOwn ? 'your' : 'their'} sessions
            </ButtonForm>
          </Step>
        )}
      </div>
    </ButtonForms>
  );
}

function Step({ label, words, children }: { label: string; words: string; children: ReactNode }) {
  return (
    <Disclosure label={label}>
      <p className="mb-4 max-w-prose">{words}</p>
      <div className="w-fit">{children}</div>
    </Disclosure>
  );
}
