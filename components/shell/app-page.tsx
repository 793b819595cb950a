import type { ReactNode } from 'react';
import { SignOutButton } from '@/components/session/sign-out-button';
import { AppNavigation } from './app-navigation';
import type { AppLink } from './link-list';
import { PageFrame } from './page-frame';

type Props = {
  title: string;
  intro?: ReactNode;
  /** The path of this page, so that the navigation can mark the one of `links` that leads to it or to its part. */
  current: string;
  links: readonly AppLink[];
  signOut: (data: FormData) => Promise<void>;
  children: ReactNode;
};

/** A private page: navigation and the way out in the header, the page's own heading, then its content. */
export function AppPage({ title, intro, current, links, signOut, children }: Props) {
  const header = (
    <>
      <AppNavigation links={links} current={current} />
      <SignOutButton action={signOut} />
    </>
  );
  return (
    <PageFrame header={header} mainClass="mx-auto w-full max-w-6xl px-5 py-8 sm:px-8 sm:py-12">
      <h1 className="text-3xl font-semibold tracking-tight">{title}</h1>
      {intro && <p className="mt-2 text-muted">{intro}</p>}
      <div className="mt-8">{children}</div>
    </PageFrame>
  );
}
