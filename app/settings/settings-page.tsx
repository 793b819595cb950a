import type { ReactNode } from 'react';
import { SectionPage } from '@/components/shell/section-page';
import { appLinks } from '../app-links';
import { signOutAction } from '../sign-out/actions';
import { SETTINGS_LINKS, type SettingsPath } from './settings-links';

type Props = { title: string; intro: ReactNode; current: SettingsPath; children: ReactNode };

/** One page of the settings. */
export async function SettingsPage({ title, intro, current, children }: Props) {
  const links = { app: await appLinks(), section: SETTINGS_LINKS };
  return (
    <SectionPage section="Settings" {...{ title, intro, current, links }} signOut={signOutAction}>
      {children}
    </SectionPage>
  );
}
