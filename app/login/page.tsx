import type { Metadata } from 'next';
import { ProviderButtons } from '@/components/login/provider-buttons';
import { LoginForm } from '@/components/login/login-form';
import { EntryPage } from '@/components/shell/entry-page';
import { ArrivalNotice } from '@/components/ui/arrival-notice';
import { TextLink } from '@/components/ui/text-link';
import { captchaSetting, providersOffered } from '@/lib/http/page-facts';
import { loginAction } from './actions';
import { arrivalNotice, arrivalTone } from './arrival';
import { continueWithProviderAction } from './provider-action';
import { loginErrorWords } from './login-errors';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  const { next, notice, error } = await searchParams;
  const nextPath = typeof next === 'string' ? next : undefined;
  return (
    <EntryPage
      title="Sign in"
      intro={nextPath !== undefined && 'Then you go on to the page that you asked for.'}
      below={
        <p>
          New here? <TextLink href="/register">Create an account</TextLink>
        </p>
      }
    >
      <ArrivalNotice tone={arrivalTone(notice)}>{arrivalNotice(notice)}</ArrivalNotice>
      <ArrivalNotice tone="danger">{loginErrorWords(error)}</ArrivalNotice>
      <LoginForm action={loginAction} next={nextPath} captcha={captchaSetting()} />
      <ProviderButtons providers={providersOffered()} action={continueWithProviderAction} next={nextPath} />
    </EntryPage>
  );
}
