import { FocusedAnswer } from '@/components/ui/focused-answer';
import { Notice } from '@/components/ui/notice';
import { halvesOf } from '@/lib/shared/rule-form';
import type { Resource } from '@/lib/shared/authorization';
import type { ExplanationOutput } from '@/lib/shared/schemas/explain';
import { Explanation } from './explanation';
import { SimulatorForm } from './simulator-form';
import type { SimulatorQuestion } from './simulator-question';

/** What came of the question: an answer, or what is wrong with it. Null: nothing was asked yet. */
export type SimulatorAnswer =
  | { output: ExplanationOutput }
  | { refusal: { message: string; fields: Record<string, string[]> } };

type Props = { path: string; question: SimulatorQuestion; answer: SimulatorAnswer | null };

/** Who may do what, and why: the question above, the answer below. */
export function Simulator({ path, question, answer }: Props) {
  const refusal = answer && 'refusal' in answer ? answer.refusal : null;
  const [type] = halvesOf(question.does ?? '');
  return (
    <>
      <SimulatorForm path={path} question={question} fields={refusal?.fields ?? {}} />
      {answer && (
        <div className="mt-6">
          <FocusedAnswer label="Answer" asked={JSON.stringify(question)}>
            {'output' in answer ? (
              <Explanation explanation={answer.output} resource={type as Resource} />
            ) : (
              <Notice tone="danger">{answer.refusal.message}</Notice>
            )}
          </FocusedAnswer>
        </div>
      )}
    </>
  );
}
