import type { Metadata } from 'next';
import { Contents } from '@/components/reference/contents';
import { FieldList } from '@/components/reference/field-list';
import { OperationEntry } from '@/components/reference/operation-entry';
import { Prose } from '@/components/reference/prose';
import { PageFrame } from '@/components/shell/page-frame';
import { TextLink } from '@/components/ui/text-link';
import { apiDocument } from '@/lib/http/openapi/document';
import { type ChapterFacts, chaptersOf, type ShapeFacts, shapesOf } from './chapters';

export const metadata: Metadata = { title: 'The API' };

const SHAPES = { id: 'shapes', title: 'Shapes', entries: [] };

function Chapter({ id, title, intro, entries }: ChapterFacts) {
  return (
    <section aria-labelledby={id} className="mt-14">
      <h2 id={id} className="text-2xl font-semibold tracking-tight">
        {title}
      </h2>
      <Prose text={intro} />
      {entries.map((entry) => (
        <OperationEntry key={entry.id} {...entry} />
      ))}
    </section>
  );
}

function Shapes({ shapes }: { shapes: readonly ShapeFacts[] }) {
  return (
    <section aria-labelledby={SHAPES.id} className="mt-14">
      <h2 id={SHAPES.id} className="text-2xl font-semibold tracking-tight">
        {SHAPES.title}
      </h2>
      <p className="mt-3">What several answers are made of.</p>
      {shapes.map(({ id, words, fields }) => (
        <div key={id} className="mt-8">
          <h3 id={id} className="text-lg font-semibold">
            <code>{id}</code>
          </h3>
          {words !== '' && <Prose text={words} />}
          <FieldList fields={fields} optional="not always" />
        </div>
      ))}
    </section>
  );
}

/** What /api/openapi.json says, to be read. */
export default function ReferencePage() {
  const document = apiDocument();
  const chapters = chaptersOf(document);
  return (
    <PageFrame mainClass="mx-auto w-full max-w-3xl px-5 py-10">
      <h1 className="text-3xl font-semibold tracking-tight">The API</h1>
      <p className="mt-3 text-muted">
        For programs: <TextLink href="/api/openapi.json">the same as OpenAPI 3.1</TextLink>. What may go wrong, and what
        to do then: <TextLink href="/docs/problems">the problems</TextLink>.
      </p>
      <Prose text={document.info.description} />
      <Contents chapters={[...chapters, SHAPES]} />
      {chapters.map((chapter) => (
        <Chapter key={chapter.id} {...chapter} />
      ))}
      <Shapes shapes={shapesOf(document)} />
    </PageFrame>
  );
}
