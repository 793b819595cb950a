import { TextLink } from '@/components/ui/text-link';

export type Chapter = {
  id: string;
  title: string;
  entries: readonly { id: string; method: string; path: string }[];
};

/** The chapters of the reference, each operation by its place. */
export function Contents({ chapters }: { chapters: readonly Chapter[] }) {
  return (
    <nav aria-label="Chapters" className="mt-8 gap-x-8 sm:columns-2">
      {chapters.map(({ id, title, entries }) => (
        <div key={id} className="mb-6 break-inside-avoid">
          <p className="font-semibold">
            <TextLink href={`/docs/api/${id}`}>{title}</TextLink>
          </p>
          {entries.length > 0 && (
            <ul className="mt-1 text-sm">
              {entries.map((entry) => (
                <li key={entry.id} className="py-1 wrap-anywhere">
                  <TextLink href={`/docs/api/${id}#${entry.id}`}>
                    {entry.method} <code>{entry.path}</code>
                  </TextLink>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </nav>
  );
}
