import type { Metadata } from 'next';
import { ActivationForm } from '@/components/activation/activation-form';
import { ResendForm } from '@/components/activation/resend-form';
import { SignOutButton } from '@/components/session/sign-out-button';
import { EntryPage } from '@/components/shell/entry-page';
import { MailboxHint } from '@/components/ui/mailbox-hint';
import { TextLink } from '@/components/ui/text-link';
import { captchaSetting, findRegisteredEmail, isMailKeptHere, isSignedIn } from '@/lib/http/page-facts';
import { signOutAction } from '../sign-out/actions';
import { activateAction, resendCodeAction } from './actions';

export const metadata: Metadata = { title: 'Activate your account', robots: { index: false } };

const STRANGER_INTRO =
  'Enter the six digits from the mail. This browser has not seen your registration, so sign in along with it.';

export default async function ActivationPage() {
  const [signedIn, email] = await Promise.all([isSignedIn(), findRegisteredEmail()]);
  const needsProof = email === null;
  return (
    <EntryPage
      title="Activate your account"
      intro={needsProof ? STRANGER_INTRO : <SentTo email={email} />}
      header={signedIn && <SignOutButton action={signOutAction} />}
      below={<OtherWays signedIn={signedIn} />}
    >
      {isMailKeptHere() && <MailboxHint />}
      <ActivationForm action={activateAction} needsProof={needsProof} captcha={captchaSetting()} />
      <section className="mt-8 border-t border-line pt-6">
        <h2 className="font-semibold">No mail yet?</h2>
        <p className="mt-1 mb-4 text-sm text-muted">
          Have a look at the spam folder. A new mail makes the earlier code and link worthless.
        </p>
        <ResendForm action={resendCodeAction} needsProof={needsProof} />
      </section>
    </EntryPage>
  );
}

/** Where the mail went, so that a slip of the finger shows. */
function SentTo({ email }: { email: string }) {
  return (
    <>
      We have sent a mail with a six-digit code to{' '}
      <strong className="font-semibold wrap-anywhere text-ink">{email}</strong>. It also holds a link that does the
      same.
    </>
  );
}

function OtherWays({ signedIn }: { signedIn: boolean }) {
  return (
    <p>
      {signedIn ? 'Not you, or another address? Sign out above.' : 'Mistyped the address? '}
      {!signedIn && <TextLink href="/register">Register again</TextLink>}
    </p>
  );
}
