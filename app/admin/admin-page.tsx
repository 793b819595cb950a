import type { ReactNode } from 'react';
import { SectionPage } from '@/components/shell/section-page';
import { appLinks } from '../app-links';
import { signOutAction } from '../sign-out/actions';
import { openAdminLinks, type AdminPath } from './admin-links';

type Props = {
  title: string;
  intro?: ReactNode;
  /** The path of the page, or one below it. */
  current: AdminPath | `${AdminPath}/${string}`;
  children: ReactNode;
};

/** One page of the administration, beside those others that the signed-in person may open. `load` decides about it first. */
export async function AdminPage({ title, intro, current, children }: Props) {
  const [app, section] = await Promise.all([appLinks(), openAdminLinks()]);
  return (
    <SectionPage
      section="Administration"
      {...{ title, intro, current, links: { app, section } }}
      signOut={signOutAction}
    >
      {children}
    </SectionPage>
  );
}
