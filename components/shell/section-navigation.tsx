import { type AppLink, LinkList } from './link-list';

type Props = { label: string; links: readonly AppLink[]; current: string };

/** The pages of one part of the site: a column beside them, or a row above them where there is no room for one. */
export function SectionNavigation({ label, links, current }: Props) {
  return (
    <nav aria-label={label} className="max-md:border-b max-md:border-line max-md:pb-3">
      <LinkList links={links} current={current} look="section" />
    </nav>
  );
}
