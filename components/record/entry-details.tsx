import type { ReactNode } from 'react';
import { TextLink } from '@/components/ui/text-link';
import { dataName, dataWords } from '@/lib/shared/audit-words';
import type { AuditEntryOutput } from '@/lib/shared/schemas/audit';

/** All that the record holds of an event, behind a word. */
export function EntryDetails({ path, entry }: { path: string; entry: AuditEntryOutput }) {
  const { label, actor, subject } = entry;
  return (
    <details className="mt-1 text-sm">
      <summary className="inline-flex min-h-11 items-center rounded-sm font-medium text-accent">
        Details <span className="sr-only">of “{label}”</span>
      </summary>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
        {Object.entries(entry.data).map(([key, value]) => (
          <Fact key={key} name={dataName(key)}>
            {dataWords(key, value)}
          </Fact>
        ))}
        <Fact name="Event">{entry.event}</Fact>
        {actor && (
          <Fact name="Done by">
            {actor.id} <TextLink href={`${path}?actor=${actor.id}`}>all they did</TextLink>
          </Fact>
        )}
        {subject && (
          <Fact name="Happened to">
            {subject.id} <TextLink href={`${path}?subject=${subject.id}`}>all that happened to them</TextLink>
          </Fact>
        )}
        {entry.session_id !== null && <Fact name="Session">{entry.session_id}</Fact>}
        {entry.request_id !== '' && <Fact name="Request">{entry.request_id}</Fact>}
        {entry.user_agent !== '' && <Fact name="Browser says">{entry.user_agent}</Fact>}
        <Fact name="Recorded at">{entry.at}</Fact>
      </dl>
    </details>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted max-sm:mt-1">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}
