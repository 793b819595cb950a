import type { ReactNode } from 'react';
import { SectionPage } from '@/components/shell/section-page';
import { FocusedNotice } from '@/components/ui/focused-notice';
import { appLinks } from '../app-links';
import { signOutAction } from '../sign-out/actions';
import { openAdminLinks, type AdminPath } from './admin-links';

type Props = {
  title: string;
  intro?: ReactNode;
  /** The path of the page, or one below it. */
  current: AdminPath | `${AdminPath}/${string}`;
  /** What came of what was sent from another page. */
  told?: string | undefined;
  children: ReactNode;
};

/** One page of the administration, beside those others that the signed-in person may open. `load` decides about it first. */
export async function AdminPage({ title, intro, current, told, children }: Props) {
  const [app, section] = await Promise.all([appLinks(), openAdminLinks()]);
  return (
    <SectionPage
      section="Administration"
      {...{ title, intro, current, links: { app, section } }}
      signOut={signOutAction}
    >
      {told !== undefined && <FocusedNotice tone="success">{told}</FocusedNotice>}
      {children}
    </SectionPage>
  );
}
