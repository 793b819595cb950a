import type { Metadata } from 'next';
import { ProviderButtons } from '@/components/login/provider-buttons';
import { RegisterForm } from '@/components/register/register-form';
import { EntryPage } from '@/components/shell/entry-page';
import { TextLink } from '@/components/ui/text-link';
import { captchaSetting, providersOffered } from '@/lib/http/page-facts';
import { continueWithProviderAction } from '../login/provider-action';
import { registerAction } from './actions';

export const metadata: Metadata = { title: 'Create an account' };

export default function RegisterPage() {
  return (
    <EntryPage
      title="Create your account"
      intro="We will mail you a six-digit code to prove that the address is yours."
      below={
        <p>
          Already have an account? <TextLink href="/login">Sign in</TextLink>
        </p>
      }
    >
      <RegisterForm action={registerAction} captcha={captchaSetting()} />
      <ProviderButtons providers={providersOffered()} action={continueWithProviderAction} />
    </EntryPage>
  );
}
