import { TextLink } from '@/components/ui/text-link';

export type StatusProblems = { status: string; codes: readonly string[] };

/** What may be refused, by status; each leads to its explanation. */
export function ProblemLinks({ problems }: { problems: readonly StatusProblems[] }) {
  return (
    <ul className="mt-2 space-y-1">
      {problems.map(({ status, codes }) => (
        <li key={status} className="flex flex-wrap gap-x-3">
          <span className="w-8 text-muted tabular-nums">{status}</span>
          {codes.map((code) => (
            <TextLink key={code} href={`/docs/problems/${code}`}>
              <code>{code}</code>
            </TextLink>
          ))}
        </li>
      ))}
    </ul>
  );
}
