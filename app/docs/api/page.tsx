import type { Metadata } from 'next';
import { Contents } from '@/components/reference/contents';
import { Prose } from '@/components/reference/prose';
import { PageFrame } from '@/components/shell/page-frame';
import { TextLink } from '@/components/ui/text-link';
import { apiDocument } from '@/lib/http/openapi/document';
import { chaptersOf } from './chapters';

export const metadata: Metadata = { title: 'The API' };

/** What /api/openapi.json says, to be read: what holds for all of it, and its chapters. */
export default function ReferencePage() {
  const document = apiDocument();
  return (
    <PageFrame mainClass="mx-auto w-full max-w-3xl px-5 py-10">
      <h1 className="text-3xl font-semibold tracking-tight">The API</h1>
      <p className="mt-3 text-muted">
        For programs: <TextLink href="/api/openapi.json">the same as OpenAPI 3.1</TextLink>. What may go wrong, and what
        to do then: <TextLink href="/docs/problems">the problems</TextLink>.
      </p>
      <Prose text={document.info.description} />
      <Contents chapters={chaptersOf(document)} />
    </PageFrame>
  );
}
