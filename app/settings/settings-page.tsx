import type { ReactNode } from 'react';
import { AppPage } from '@/components/shell/app-page';
import { SectionNavigation } from '@/components/shell/section-navigation';
import { APP_LINKS } from '../app-links';
import { signOutAction } from '../sign-out/actions';
import { SETTINGS_LINKS, type SettingsPath } from './settings-links';

type Props = { title: string; intro: ReactNode; current: SettingsPath; children: ReactNode };

/** One page of the settings: all of them are beside it, or above it on a narrow screen. */
export function SettingsPage({ title, intro, current, children }: Props) {
  return (
    <AppPage title="Settings" current={current} links={APP_LINKS} signOut={signOutAction}>
      <div className="grid grid-cols-1 gap-8 md:grid-cols-[11rem_minmax(0,1fr)] md:gap-12">
        <SectionNavigation label="Settings" links={SETTINGS_LINKS} current={current} />
        <section aria-labelledby="settings-section">
          <h2 id="settings-section" className="text-xl font-semibold tracking-tight">
            {title}
          </h2>
          <p className="mt-1 max-w-prose text-muted">{intro}</p>
          <div className="mt-6">{children}</div>
        </section>
      </div>
    </AppPage>
  );
}
