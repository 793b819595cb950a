import type { Metadata } from 'next';
import { ForgotPasswordForm } from '@/components/reset/forgot-password-form';
import { EntryPage } from '@/components/shell/entry-page';
import { MailboxHint } from '@/components/ui/mailbox-hint';
import { TextLink } from '@/components/ui/text-link';
import { getOwnEmail, isMailKeptHere } from '@/lib/http/page-facts';
import { requestResetPasswordAction } from './actions';

export const metadata: Metadata = { title: 'Forgot your password?' };

export default async function ForgotPasswordPage() {
  const email = await getOwnEmail();
  return (
    <EntryPage
      title="Forgot your password?"
      intro="Tell us your e-mail address. We will mail you a link that lets you set a new password."
      below={
        <p>
          Remembered it?{' '}
          {email === undefined ? (
            <TextLink href="/login">Sign in</TextLink>
          ) : (
            <TextLink href="/settings/password">Change it in the settings</TextLink>
          )}
        </p>
      }
    >
      {isMailKeptHere() && <MailboxHint />}
      <ForgotPasswordForm action={requestResetPasswordAction} email={email} />
    </EntryPage>
  );
}
