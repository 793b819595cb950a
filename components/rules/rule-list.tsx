import Link from 'next/link';
import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkPending } from '@/components/ui/link-pending';
import type { FormAction } from '@/lib/shared/form-state';
import { ruleInWords } from '@/lib/shared/rule-words';
import type { PolicyOutput } from '@/lib/shared/schemas/policy';

type Props = {
  rules: readonly PolicyOutput[];
  /** Switches the rule of the `id` that it is sent on or off, as `enabled` says. */
  switchAction: FormAction;
};

/** Every rule as a sentence, with the button that switches it on or off. */
export function RuleList({ rules, switchAction }: Props) {
  if (rules.length === 0) {
    return <EmptyState>There are no rules: people may do what their roles say, and nothing else.</EmptyState>;
  }
  return (
    <ButtonForms action={switchAction}>
      <p className="mb-4 max-w-prose text-muted">
        Switching acts on everybody’s next click, yours too. A rule that is off allows and denies nothing.
      </p>
      <ul className="divide-y divide-line rounded-panel bg-panel shadow-panel ring-1 ring-line">
        {rules.map((rule) => (
          <li key={rule.id} className="px-5 py-4 sm:px-6">
            <RuleRow rule={rule} />
          </li>
        ))}
      </ul>
    </ButtonForms>
  );
}

function RuleRow({ rule }: { rule: PolicyOutput }) {
  const { id, name, enabled } = rule;
  return (
    <div className="flex flex-col gap-3 sm:flex-row sm:items-center sm:gap-6">
      <div className="min-w-0 flex-1">
        <h4 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
          <Link
            href={`/admin/policies/${id}`}
            prefetch={false}
            className="inline-flex items-center gap-2 rounded-sm wrap-anywhere hover:text-accent"
          >
            {name} <LinkPending />
          </Link>
          <Badge tone={enabled ? 'success' : 'quiet'}>{enabled ? 'On' : 'Off'}</Badge>
        </h4>
        <p className="mt-1 text-sm wrap-anywhere text-muted">{ruleInWords(rule)}.</p>
      </div>
      <ButtonForm
        fields={{ id, enabled: enabled ? 'false' : 'true' }}
        pendingLabel={enabled ? 'Switching off…' : 'Switching on…'}
      >
        <span className="whitespace-nowrap">Switch {enabled ? 'off' : 'on'}</span>{' '}
        <span className="sr-only">“{name}”</span>
      </ButtonForm>
    </div>
  );
}
