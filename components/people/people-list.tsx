import type { ReactNode } from 'react';
import { EmptyState } from '@/components/admin/empty-state';
import { inFigures } from '@/components/admin/in-figures';
import { Pager } from '@/components/admin/pager';
import { TextLink } from '@/components/ui/text-link';
import { PAGE_SIZE } from '@/lib/shared/schemas/people';
import { pageAddress, type PeopleQuery } from './people-query';

type Props = {
  path: string;
  query: PeopleQuery;
  /** How many there are in all, and on this page. */
  count: number;
  shown: number;
  /** The table of those on this page. */
  children: ReactNode;
};

/** A page of people: how many there are in all, the table, and the other pages; in words, where there is nobody. */
export function PeopleList({ path, query, count, shown, children }: Props) {
  const hrefOf = (page: number) => pageAddress(path, query, page);
  if (shown === 0) return <Nobody query={query} count={count} first={hrefOf(1)} path={path} />;
  return (
    <>
      <p className="mb-3 text-sm text-muted" role="status">
        {count === 1 ? 'One person' : `${inFigures(count)} people`}
      </p>
      {children}
      <Pager page={Number(query.page ?? 1)} pages={Math.ceil(count / PAGE_SIZE)} hrefOf={hrefOf} />
    </>
  );
}

function Nobody({ query, count, first, path }: Pick<Props, 'query' | 'count' | 'path'> & { first: string }) {
  if (count > 0) {
    return (
      <EmptyState>
        There are not that many pages. <TextLink href={first}>Go to the first</TextLink>
      </EmptyState>
    );
  }
  if (query.search === undefined && query.status === undefined) {
    return <EmptyState>There is nobody here whom you may see.</EmptyState>;
  }
  return (
    <EmptyState>
      <p role="status">Nobody whom you may see fits this search.</p>
      <p className="mt-1">
        <TextLink href={path}>Show everybody</TextLink>
      </p>
    </EmptyState>
  );
}
