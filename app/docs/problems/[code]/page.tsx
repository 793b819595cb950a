import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageFrame } from '@/components/shell/page-frame';
import { TextLink } from '@/components/ui/text-link';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';

type Props = { params: Promise<{ code: string }> };

async function requireProblem(params: Props['params']) {
  const { code } = await params;
  if (!Object.hasOwn(PROBLEMS, code)) notFound();
  return { code, ...PROBLEMS[code as ProblemCode] };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await requireProblem(params)).title };
}

/** What the `type` of a problem document leads to. */
export default async function ProblemPage({ params }: Props) {
  const { code, status, title, detail } = await requireProblem(params);
  return (
    <PageFrame mainClass="mx-auto w-full max-w-3xl px-5 py-10">
      <p className="text-muted">
        Status {status} · <code>{code}</code>
      </p>
      <h1 className="mt-2 text-3xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-4">{detail}</p>
      <p className="mt-4 text-muted">
        If you ask somebody about it, quote the <code>request_id</code> of the answer: it stands in the log of the site
        as well.
      </p>
      <p className="mt-8">
        <TextLink href="/docs/problems">All problems</TextLink>
      </p>
    </PageFrame>
  );
}
