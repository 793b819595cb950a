import { type AppLink, LinkList } from './link-list';

export function AppNavigation({ links, current }: { links: readonly AppLink[]; current: string }) {
  return (
    // Beside the name where there is room, otherwise in a row of its own under the header's two ends.
    <nav aria-label="Main" className="max-sm:order-last max-sm:w-full sm:me-auto">
      <LinkList links={links} current={current} look="header" />
    </nav>
  );
}
