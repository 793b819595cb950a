import type { ReactNode } from 'react';
import { AppPage } from './app-page';
import type { AppLink } from './link-list';
import { SectionNavigation } from './section-navigation';

type Props = {
  /** The name of the part of the site that the page is in. */
  section: string;
  title: string;
  intro?: ReactNode;
  /** The path of this page. */
  current: string;
  /** What the header offers, and the pages of this part. */
  links: { app: readonly AppLink[]; section: readonly AppLink[] };
  signOut: (data: FormData) => Promise<void>;
  children: ReactNode;
};

/** One page of a part of the site: all of that part are beside it, or above it on a narrow screen. */
export function SectionPage({ section, title, intro, current, links, signOut, children }: Props) {
  return (
    <AppPage title={section} current={current} links={links.app} signOut={signOut}>
      <div className="grid grid-cols-1 gap-8 md:grid-cols-[11rem_minmax(0,1fr)] md:gap-12">
        <SectionNavigation label={section} links={links.section} current={current} />
        <section aria-labelledby="section-title" className="min-w-0">
          <h2 id="section-title" className="text-xl font-semibold tracking-tight wrap-anywhere">
            {title}
          </h2>
          {intro && <p className="mt-1 max-w-prose text-muted">{intro}</p>}
          <div className="mt-6">{children}</div>
        </section>
      </div>
    </AppPage>
  );
}
