import Link from 'next/link';
import { currentMark } from './current-mark';

export type AppLink = { href: string; label: string };

export function AppNavigation({ links, current }: { links: readonly AppLink[]; current: string }) {
  return (
    // Beside the name where there is room, otherwise in a row of its own under the header's two ends.
    <nav aria-label="Main" className="max-sm:order-last max-sm:w-full sm:me-auto">
      <ul className="-mx-3 flex flex-wrap gap-1 sm:mx-0">
        {links.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={currentMark(href, current)}
              className="inline-flex min-h-11 items-center rounded-control px-3 font-medium text-muted decoration-2 underline-offset-8 hover:text-ink aria-[current]:text-accent aria-[current]:underline"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
