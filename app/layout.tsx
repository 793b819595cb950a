import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { SkipLink } from '@/components/shell/skip-link';
import { PRODUCT_NAME } from '@/lib/shared/product';
import './globals.css';

// A page built ahead of time could not carry the nonce that the content security policy gives each answer.
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: PRODUCT_NAME, template: `%s · ${PRODUCT_NAME}` },
  description: 'Accounts, sign-in and sessions that your team runs itself.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7fb' },
    { media: '(prefers-color-scheme: dark)', color: '#0b1020' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={GeistSans.variable}>
      <body>
        <SkipLink />
        {children}
      </body>
    </html>
  );
}
