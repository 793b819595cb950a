import type { ReactNode } from 'react';
import { inFigures } from '@/components/admin/in-figures';
import { Pager } from '@/components/admin/pager';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import { PAGE_SIZE, type PersonOutput } from '@/lib/shared/schemas/people';
import { pageAddress, type PeopleQuery } from './people-query';

type Props = {
  path: string;
  query: PeopleQuery;
  /** How many there are in all, and who is on this page. */
  found: { count: number; results: readonly PersonOutput[] };
  /** The table of those on this page. */
  children: ReactNode;
};

/** A page of people: how many there are in all, the table, and the other pages; in words, where there is nobody. */
export function PeopleList({ path, query, found: { count, results }, children }: Props) {
  const hrefOf = (page: number) => pageAddress(path, query, page);
  if (results.length === 0) return <Nobody query={query} count={count} first={hrefOf(1)} path={path} />;
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

function Nobody({ query, count, first, path }: Pick<Props, 'query' | 'path'> & { count: number; first: string }) {
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
