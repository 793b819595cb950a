import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FieldList } from '@/components/reference/field-list';
import { OperationEntry } from '@/components/reference/operation-entry';
import { Prose } from '@/components/reference/prose';
import { PageFrame } from '@/components/shell/page-frame';
import { TextLink } from '@/components/ui/text-link';
import { apiDocument } from '@/lib/http/openapi/document';
import { chaptersOf, SHAPES, type ShapeFacts, shapesOf } from '../chapters';

type Props = { params: Promise<{ chapter: string }> };

async function requireChapter(params: Props['params']) {
  const { chapter } = await params;
  const found = chaptersOf(apiDocument()).find(({ id }) => id === chapter);
  return found ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await requireChapter(params)).title} · The API` };
}

function Shape({ id, words, fields }: ShapeFacts) {
  return (
    <section aria-labelledby={id} className="mt-10 border-t border-line pt-8">
      <h2 id={id} className="text-lg font-semibold">
        <code>{id}</code>
      </h2>
      {words !== '' && <Prose text={words} />}
      <FieldList fields={fields} optional="not always" />
    </section>
  );
}

/** One chapter of the reference: its operations, each under an anchor of its name. */
export default async function ChapterPage({ params }: Props) {
  const { id, title, intro, entries } = await requireChapter(params);
  const shapes = id === SHAPES.id ? shapesOf(apiDocument()) : [];
  return (
    <PageFrame mainClass="mx-auto w-full max-w-3xl px-5 py-10">
      <p>
        <TextLink href="/docs/api">The API</TextLink>
      </p>
      <h1 className="mt-2 text-3xl font-semibold tracking-tight">{title}</h1>
      <Prose text={intro} />
      {entries.map((entry) => (
        <OperationEntry key={entry.id} {...entry} />
      ))}
      {shapes.map((shape) => (
        <Shape key={shape.id} {...shape} />
      ))}
    </PageFrame>
  );
}
