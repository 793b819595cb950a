import { Detail } from '@/components/activity/detail';
import { deviceOf } from '@/components/activity/device-of';
import { Badge } from '@/components/ui/badge';
import { Moment } from '@/components/ui/moment';
import { TextLink } from '@/components/ui/text-link';
import { aboutWhat, isByProgram, nobodyInWords } from '@/lib/shared/audit-words';
import type { AuditEntryOutput } from '@/lib/shared/schemas/audit';
import { EntryDetails } from './entry-details';

type Props = { path: string; entry: AuditEntryOutput; isLinked: boolean };

/** One thing that happened: what, by whom, to whom, when, from where, and how it ended. */
export function RecordEntry({ path, entry, isLinked }: Props) {
  const { label, outcome, actor, subject, data } = entry;
  const about = aboutWhat(data);
  const isOwn = actor !== null && actor.id === subject?.id;
  return (
    <article aria-label={label}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
        <span className="min-w-0 wrap-anywhere">
          {label}
          {about !== undefined && `: ${about}`}
        </span>
        {outcome === 'failure' && <Badge tone="danger">Refused or failed</Badge>}
      </p>
      <p className="mt-1 text-sm wrap-anywhere">
        by {actor ? <Somebody person={actor} isLinked={isLinked} /> : nobodyInWords(data)}
        {subject && !isOwn && (
          <>
            , about <Somebody person={subject} isLinked={isLinked} />
          </>
        )}
      </p>
      <Circumstances entry={entry} />
      <EntryDetails path={path} entry={entry} />
    </article>
  );
}

/** When, from where, and which place in the record it has. A program has no browser. */
function Circumstances({ entry }: Pick<Props, 'entry'>) {
  const { at, ip, position, data } = entry;
  return (
    <p className="mt-1 text-sm text-muted">
      <Moment iso={at} show="second" />
      {ip !== '' && <Detail word="from">{ip}</Detail>}
      {!isByProgram(data) && <Detail word="with">{deviceOf(entry) ?? 'an unknown device'}</Detail>}
      <Detail word="position">{position === null ? 'not sealed yet' : `No. ${position}`}</Detail>
    </p>
  );
}

function Somebody({
  person: { id, name },
  isLinked,
}: {
  person: { id: string; name: string | null };
  isLinked: boolean;
}) {
  if (name === null) return <>somebody deleted ({id})</>;
  return isLinked ? <TextLink href={`/admin/users/${id}`}>{name}</TextLink> : name;
}
