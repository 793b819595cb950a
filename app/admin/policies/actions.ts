'use server';

import { refresh } from 'next/cache';
import { Problem } from '@/lib/core/problem';
import { fieldMessages } from '@/lib/domain/field-messages';
import { action } from '@/lib/http/action';
import type { FormState } from '@/lib/shared/form-state';
import { isUnmeant, readRuleForm } from '@/lib/shared/rule-form';
import { ruleForm } from '@/lib/shared/schemas/policy';
import { createPolicy } from '@/lib/use-cases/create-policy';
import { deletePolicy } from '@/lib/use-cases/delete-policy';
import { updatePolicy } from '@/lib/use-cases/update-policy';

const hints = {
  forbidden:
    'Below level 1, you make and change only rules that bind people of a lower rank than yours (who acts: level greater than your own), about what you may do yourself.',
};

const UNMEANT = 'Without a condition, the rule is for everybody, you too. Add one, or tick that you mean that.';

/** What the form says of a rule. Throws `invalid_input` where it leaves open what the operation would take as said. */
function readChosen(fields: Record<string, string>): Record<string, unknown> {
  const { error } = ruleForm.safeParse(fields);
  const wrong = { ...(error && fieldMessages(error)), ...(isUnmeant(fields) && { conditions: [UNMEANT] }) };
  if (Object.keys(wrong).length > 0) throw new Problem('invalid_input', { fields: wrong });
  return readRuleForm(fields);
}

const update = action(updatePolicy, { toInput: (fields) => ({ ...readChosen(fields), id: fields['id'] }), hints });
const change = action(updatePolicy, { toInput: ({ id, enabled }) => ({ id, enabled: enabled === 'true' }), hints });

export const createPolicyAction = action(createPolicy, {
  toInput: readChosen,
  hints,
  next: () => '/admin/policies?notice=made',
});

export const deletePolicyAction = action(deletePolicy, { hints, next: () => '/admin/policies?notice=deleted' });

/** Changes the rule of the form; the page shows it as it is then. */
export async function updatePolicyAction(state: FormState, data: FormData): Promise<FormState> {
  const answer = await update(state, data);
  refresh();
  return answer.status === 'done' ? { ...answer, message: 'The rule is changed, for everybody’s next click.' } : answer;
}

/** Switches the rule of the form on or off; the list shows how it is then. */
export async function switchPolicyAction(state: FormState, data: FormData): Promise<FormState> {
  const answer = await change(state, data);
  refresh();
  if (answer.status !== 'done') return answer;
  const isOn = data.get('enabled') === 'true';
  const message = isOn
    ? 'The rule is on: it decides from everybody’s next click on.'
    : 'The rule is off: it decides nothing any more.';
  return { ...answer, message };
}
