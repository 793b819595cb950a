import type { Metadata } from 'next';
import Link from 'next/link';
import { ResetPasswordForm } from '@/components/reset/reset-password-form';
import { EntryPage } from '@/components/shell/entry-page';
import { buttonClass } from '@/components/ui/button-class';
import { TextLink } from '@/components/ui/text-link';
import { findUsableLinkPurpose } from '@/lib/http/page-facts';
import { resetPasswordAction } from './actions';

export const metadata: Metadata = {
  title: 'Set your password',
  robots: { index: false, follow: false },
};

/** Who is invited has no password yet, and is signed in nowhere. */
const INTROS = {
  reset: 'No earlier password works from then on, and you are signed out everywhere. Then sign in with this one.',
  invitation: 'Choose a password; then sign in with it.',
};

export default async function ResetPasswordPage({ params }: PageProps<'/reset_password/[token]'>) {
  const { token } = await params;
  const purpose = await findUsableLinkPurpose(token);
  if (!purpose) return <UnusableLink />;
  return (
    <EntryPage
      title="Set your password"
      intro={INTROS[purpose]}
      below={
        <p>
          Link not working? <TextLink href="/forgot-password">Ask for a new one</TextLink>
        </p>
      }
    >
      <ResetPasswordForm action={resetPasswordAction} token={token} />
    </EntryPage>
  );
}

function UnusableLink() {
  return (
    <EntryPage
      title="This link no longer works"
      intro="It was used already, has expired, or was replaced by a newer one. If you asked more than once, only the link of the newest mail is good."
      below={
        <p>
          Have a password? <TextLink href="/login">Sign in</TextLink>
        </p>
      }
    >
      <Link href="/forgot-password" prefetch={false} className={`${buttonClass('primary')} w-full`}>
        Ask for a new link
      </Link>
    </EntryPage>
  );
}
