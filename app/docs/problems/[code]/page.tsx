import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { InlineText } from '@/components/reference/inline-text';
import { PageFrame } from '@/components/shell/page-frame';
import { TextLink } from '@/components/ui/text-link';
import { EXPLANATIONS } from '@/lib/shared/problem-explanations';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';

type Props = { params: Promise<{ code: string }> };

async function requireProblem(params: Props['params']) {
  const { code } = await params;
  if (!Object.hasOwn(PROBLEMS, code)) notFound();
  return { code, ...PROBLEMS[code as ProblemCode], ...EXPLANATIONS[code as ProblemCode] };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await requireProblem(params)).title };
}

/** What the `type` of a problem document leads to. */
export default async function ProblemPage({ params }: Props) {
  const { code, status, title, happened, program, person } = await requireProblem(params);
  return (
    <PageFrame mainClass="mx-auto w-full max-w-3xl px-5 py-10">
      <p className="text-muted">
        Status {status} · <code>{code}</code>
      </p>
      <h1 className="mt-2 text-3xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-4">
        <InlineText text={happened} />
      </p>
      <h2 className="mt-8 text-xl font-semibold tracking-tight">For whoever sees it</h2>
      <p className="mt-2">
        <InlineText text={person} />
      </p>
      <h2 className="mt-8 text-xl font-semibold tracking-tight">For a program</h2>
      <p className="mt-2">
        <InlineText text={program} />
      </p>
      <p className="mt-8 text-muted">
        If you ask somebody about it, quote the <code>request_id</code> of the answer: it stands in the log of the site
        as well.
      </p>
      <p className="mt-8">
        <TextLink href="/docs/problems">All problems</TextLink>, and <TextLink href="/docs/api">the API</TextLink>
      </p>
    </PageFrame>
  );
}
