import type { Metadata } from 'next';
import { ActivationForm } from '@/components/activation/activation-form';
import { ResendForm } from '@/components/activation/resend-form';
import { SignOutButton } from '@/components/session/sign-out-button';
import { EntryPage } from '@/components/shell/entry-page';
import { MailboxHint } from '@/components/ui/mailbox-hint';
import { TextLink } from '@/components/ui/text-link';
import { captchaSetting, hasActivationProof, isMailKeptHere, isSignedIn } from '@/lib/http/page-facts';
import { signOutAction } from '../sign-out/actions';
import { activateAction, resendCodeAction } from './actions';

export const metadata: Metadata = { title: 'Activate your account', robots: { index: false } };

const INTRO = {
  known: 'We have sent you a mail with a six-digit code. It also holds a link that does the same.',
  unknown: 'Enter the six digits from the mail. This browser has not seen your registration, so sign in along with it.',
};

export default async function ActivationPage() {
  const [signedIn, hasProof] = await Promise.all([isSignedIn(), hasActivationProof()]);
  return (
    <EntryPage
      title="Activate your account"
      intro={hasProof ? INTRO.known : INTRO.unknown}
      header={signedIn && <SignOutButton action={signOutAction} />}
      below={<OtherWays signedIn={signedIn} />}
    >
      {isMailKeptHere() && <MailboxHint />}
      <ActivationForm action={activateAction} needsProof={!hasProof} captcha={captchaSetting()} />
      <section className="mt-8 border-t border-line pt-6">
        <h2 className="font-semibold">No mail yet?</h2>
        <p className="mt-1 mb-4 text-sm text-muted">
          Have a look at the spam folder. A new mail makes the earlier code and link worthless.
        </p>
        <ResendForm action={resendCodeAction} needsProof={!hasProof} />
      </section>
    </EntryPage>
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
