import Link from 'next/link';
import { currentMark } from './current-mark';

export type AppLink = { href: string; label: string };

const LOOKS = {
  header: {
    list: '-mx-3 sm:mx-0',
    link: 'px-3 decoration-2 underline-offset-8 aria-[current]:underline',
  },
  section: {
    list: 'md:flex-col',
    link: 'px-4 aria-[current]:bg-accent-soft',
  },
} as const;

type Props = { links: readonly AppLink[]; current: string; look: keyof typeof LOOKS };

/** Links to pages; the one that leads to the page at the path `current`, or to its part of the site, is marked. */
export function LinkList({ links, current, look }: Props) {
  const { list, link } = LOOKS[look];
  return (
    <ul className={`flex flex-wrap gap-1 ${list}`}>
      {links.map(({ href, label }) => (
        <li key={href}>
          <Link
            href={href}
            prefetch={false}
            aria-current={currentMark(href, current)}
            className={`flex min-h-11 items-center rounded-control font-medium text-muted hover:text-ink aria-[current]:text-accent ${link}`}
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
