import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import type { AuditEntryOutput } from '@/lib/shared/schemas/audit';
import { RecordEntry } from './record-entry';

type Props = {
  path: string;
  entries: readonly AuditEntryOutput[];
  /** Whether only some of what there is was asked for. */
  isFiltered: boolean;
  /** Whether the reader may see people, too. */
  isLinked: boolean;
};

/** What happened, the newest first. */
export function RecordList({ path, entries, isFiltered, isLinked }: Props) {
  if (entries.length === 0) {
    return (
      <EmptyState>
        <p role="status">{isFiltered ? 'Nothing of the kind has happened.' : 'Nothing has happened yet.'}</p>
        {isFiltered && (
          <p className="mt-1">
            <TextLink href={path}>Show everything</TextLink>
          </p>
        )}
      </EmptyState>
    );
  }
  return (
    <ol className="divide-y divide-line rounded-panel bg-panel shadow-panel ring-1 ring-line">
      {entries.map((entry) => (
        <li key={entry.id} className="px-5 pt-4 pb-1 sm:px-6">
          <RecordEntry path={path} entry={entry} isLinked={isLinked} />
        </li>
      ))}
    </ol>
  );
}
