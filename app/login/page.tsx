import type { Metadata } from 'next';
import { GoogleButton } from '@/components/login/google-button';
import { LoginForm } from '@/components/login/login-form';
import { EntryPage } from '@/components/shell/entry-page';
import { Notice } from '@/components/ui/notice';
import { TextLink } from '@/components/ui/text-link';
import { isGoogleOffered } from '@/lib/http/page-facts';
import { loginAction } from './actions';
import { arrivalNotice } from './arrival';
import { continueWithGoogleAction } from './google-action';
import { loginErrorWords } from './login-errors';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  const { next, notice, error } = await searchParams;
  const arrival = arrivalNotice(notice);
  const failure = loginErrorWords(error);
  const nextPath = typeof next === 'string' ? next : undefined;
  return (
    <EntryPage
      title="Sign in"
      below={
        <p>
          New here? <TextLink href="/register">Create an account</TextLink>
        </p>
      }
    >
      {arrival && (
        <div role="status" className="mb-5">
          <Notice tone="success">{arrival}</Notice>
        </div>
      )}
      {failure && (
        <div role="alert" className="mb-5">
          <Notice tone="danger">{failure}</Notice>
        </div>
      )}
      <LoginForm action={loginAction} next={nextPath} />
      {isGoogleOffered() && <GoogleButton action={continueWithGoogleAction} next={nextPath} />}
    </EntryPage>
  );
}
