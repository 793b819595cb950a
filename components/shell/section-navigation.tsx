import Link from 'next/link';
import type { AppLink } from './app-navigation';
import { currentMark } from './current-mark';

type Props = { label: string; links: readonly AppLink[]; current: string };

/** The pages of one part of the site: a column beside them, or a row above them where there is no room for one. */
export function SectionNavigation({ label, links, current }: Props) {
  return (
    <nav aria-label={label} className="max-md:border-b max-md:border-line max-md:pb-3">
      <ul className="flex flex-wrap gap-1 md:flex-col">
        {links.map(({ href, label: name }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={currentMark(href, current)}
              className="flex min-h-11 items-center rounded-control px-4 font-medium text-muted hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
