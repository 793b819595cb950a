import type { Metadata } from 'next';
import { LoginForm } from '@/components/login/login-form';
import { EntryPage } from '@/components/shell/entry-page';
import { Notice } from '@/components/ui/notice';
import { TextLink } from '@/components/ui/text-link';
import { loginAction } from './actions';
import { arrivalNotice } from './arrival';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  const { next, notice } = await searchParams;
  const arrival = arrivalNotice(notice);
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
      <LoginForm action={loginAction} next={typeof next === 'string' ? next : undefined} />
    </EntryPage>
  );
}
