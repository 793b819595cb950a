import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import type { Resource } from '@/lib/shared/authorization';
import { attributeWords, operatorWords, valueWords } from '@/lib/shared/rule-words';
import type { ExplanationOutput } from '@/lib/shared/schemas/explain';

type RuleTrace = ExplanationOutput['trace'][number];
type ConditionTrace = RuleTrace['conditions'][number];

type Props = { explanation: ExplanationOutput; resource: Resource };

/** The answer: yes or no, because of what, and what every rule about it found. */
export function Explanation({ explanation: { allowed, reason, trace }, resource }: Props) {
  return (
    <>
      <Notice tone={allowed ? 'success' : 'danger'}>
        <p className="text-base font-semibold">{allowed ? 'Allowed' : 'Not allowed'}</p>
        <p className="wrap-anywhere">{reason.replace(/\.$/, '')}.</p>
      </Notice>
      {trace.length > 0 && (
        <>
          <h4 className="mt-6 font-semibold">What was asked on the way</h4>
          <ol className="mt-3 space-y-3">
            {trace.map((rule) => (
              <li key={`${rule.effect} ${rule.rule}`}>
                <RuleFound rule={rule} resource={resource} />
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function RuleFound({
  rule: { rule, effect, applies, decides, conditions },
  resource,
}: {
  rule: RuleTrace;
  resource: Resource;
}) {
  return (
    <div className={`rounded-control border p-4 text-sm ${decides ? 'border-accent' : 'border-line'}`}>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
        <span className="min-w-0 wrap-anywhere">{rule}</span>
        <Badge tone={effect === 'allow' ? 'success' : 'danger'}>{effect === 'allow' ? 'Allows' : 'Denies'}</Badge>
        <Badge tone="quiet">{applies ? 'Fits' : 'Does not fit'}</Badge>
        {decides && <Badge>Decides</Badge>}
      </p>
      {conditions.length > 0 && (
        <ul className="mt-2 space-y-1.5">
          {conditions.map((condition) => (
            <li key={JSON.stringify(condition)} className="flex gap-2">
              <Outcome holds={condition.holds} />
              <span className="min-w-0 wrap-anywhere">
                <ConditionFound condition={condition} resource={resource} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const OUTCOMES = {
  true: { mark: '✓', words: 'Holds:', look: 'text-success' },
  false: { mark: '✗', words: 'Does not hold:', look: 'text-danger' },
  null: { mark: '–', words: 'Not asked:', look: 'text-muted' },
} as const;

function Outcome({ holds }: Pick<ConditionTrace, 'holds'>) {
  const { mark, words, look } = OUTCOMES[String(holds) as keyof typeof OUTCOMES];
  return (
    <span className={`w-4 shrink-0 text-center font-bold ${look}`}>
      <span aria-hidden="true">{mark}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

function ConditionFound({ condition, resource }: { condition: ConditionTrace; resource: Resource }) {
  const { on, attribute, is, wanted, wanted_of, found, holds } = condition;
  const isOfSubject = wanted_of !== null;
  return (
    <>
      {attributeWords(on, attribute, resource)} {operatorWords(attribute, is)}{' '}
      {isOfSubject ? attributeWords('subject', wanted_of, resource) : valueWords(attribute, wanted)}
      <span className="text-muted">
        {holds === null ? ' – nothing in particular was named' : ` – found: ${valueWords(attribute, found)}`}
        {isOfSubject && `; ${attributeWords('subject', wanted_of, resource)}: ${valueWords(wanted_of, wanted)}`}
      </span>
    </>
  );
}
