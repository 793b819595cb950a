import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { Disclosure } from '@/components/ui/disclosure';
import type { FormAction } from '@/lib/shared/form-state';
import type { PolicyOutput } from '@/lib/shared/schemas/policy';

/** Deletes a rule, after saying what that means. */
export function DeleteRule({ rule: { id, effect }, action }: { rule: PolicyOutput; action: FormAction }) {
  return (
    <ButtonForms action={action}>
      <Disclosure label="Delete the rule">
        <p className="mb-4 max-w-prose">
          {effect === 'deny'
            ? 'From their next click on, people may do what this rule denies them now, as far as roles and other rules let them.'
            : 'From their next click on, people may not do any more what this rule alone allows them.'}{' '}
          It cannot be brought back; to try without it, switch it off.
        </p>
        <div className="w-fit">
          <ButtonForm fields={{ id }} pendingLabel="Deleting…" look="danger">
            Delete the rule for good
          </ButtonForm>
        </div>
      </Disclosure>
    </ButtonForms>
  );
}
