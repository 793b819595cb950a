import { Moment } from '@/components/ui/moment';
import { TextLink } from '@/components/ui/text-link';
import { isByProgram, nobodyInWords } from '@/lib/shared/audit-words';
import type { AuditEntryOutput } from '@/lib/shared/schemas/audit';

/** What happened to somebody last, as it is on the record, and the way to the rest. */
export function LatestEvents({ entries, id }: { entries: readonly AuditEntryOutput[]; id: string }) {
  if (entries.length === 0) return <p className="text-muted">Nothing is on the record about them yet.</p>;
  return (
    <>
      <ul className="divide-y divide-line">
        {entries.map((entry) => (
          <li key={entry.id} className="py-3 first:pt-0">
            <p className="font-medium">
              {entry.label}
              {entry.outcome === 'failure' && <span className="font-normal text-danger"> (refused)</span>}
            </p>
            <p className="text-sm text-muted">
              <Moment iso={entry.at} show="minute" />
              {byInWords(entry)}
            </p>
          </li>
        ))}
      </ul>
      <p className="mt-3">
        <TextLink href={`/admin/audit?subject=${id}`}>All that is on the record about them</TextLink>
      </p>
    </>
  );
}

function byInWords({ actor, subject, data }: AuditEntryOutput): string {
  if (actor === null) return isByProgram(data) ? `, by ${nobodyInWords(data)}` : '';
  if (actor.id === subject?.id) return ', by themselves';
  return `, by ${actor.name ?? 'somebody who is deleted'}`;
}
