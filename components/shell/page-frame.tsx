import type { ReactNode } from 'react';
import { MAIN_ID } from './skip-link';
import { SiteFooter } from './site-footer';
import { SiteHeader } from './site-header';

type Props = { header?: ReactNode; mainClass?: string; children: ReactNode };

/** The landmarks of every page: header, one main that the skip link reaches, footer at the bottom of the window. */
export function PageFrame({ header, mainClass = '', children }: Props) {
  return (
    <div className="flex min-h-dvh flex-col overflow-clip">
      <SiteHeader>{header}</SiteHeader>
      <main id={MAIN_ID} tabIndex={-1} className={`flex-1 outline-none ${mainClass}`}>
        {children}
      </main>
      <SiteFooter />
    </div>
  );
}
