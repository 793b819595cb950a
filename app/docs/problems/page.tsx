import type { Metadata } from 'next';
import { PageFrame } from '@/components/shell/page-frame';
import { TextLink } from '@/components/ui/text-link';
import { PROBLEM_CODES, PROBLEMS } from '@/lib/shared/problems';

export const metadata: Metadata = { title: 'Problems of the API' };

/** Every way the API says no, in one list. */
export default function ProblemsPage() {
  return (
    <PageFrame mainClass="mx-auto w-full max-w-3xl px-5 py-10">
      <h1 className="text-3xl font-semibold tracking-tight">Problems of the API</h1>
      <p className="mt-3 text-muted">
        An error answers <code>application/problem+json</code> (RFC 9457). Its <code>code</code> is one of these and
        never changes its meaning; <code>type</code> links to its explanation. Which operation may answer what, says{' '}
        <TextLink href="/docs/api">the reference</TextLink>.
      </p>
      <dl className="mt-8 divide-y divide-line">
        {PROBLEM_CODES.map((code) => (
          <div key={code} className="py-4">
            <dt className="font-medium">
              <TextLink href={`/docs/problems/${code}`}>
                <code>{code}</code>
              </TextLink>{' '}
              <span className="text-muted">{PROBLEMS[code].status}</span>
            </dt>
            <dd className="mt-1 text-muted">{PROBLEMS[code].title}.</dd>
          </div>
        ))}
      </dl>
    </PageFrame>
  );
}
