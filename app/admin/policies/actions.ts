'use server';

import { refresh } from 'next/cache';
import { action } from '@/lib/http/action';
import type { FormState } from '@/lib/shared/form-state';
import { readRuleForm } from '@/lib/shared/rule-form';
import { createPolicy } from '@/lib/use-cases/create-policy';
import { deletePolicy } from '@/lib/use-cases/delete-policy';
import { updatePolicy } from '@/lib/use-cases/update-policy';

const hints = {
  forbidden:
    'Below level 1, you make and change only rules that bind people of a lower rank than yours (who acts: level greater than your own), about what you may do yourself.',
};

const update = action(updatePolicy, { toInput: (fields) => ({ ...readRuleForm(fields), id: fields['id'] }), hints });
const change = action(updatePolicy, { toInput: ({ id, enabled }) => ({ id, enabled: enabled === 'true' }), hints });

export const createPolicyAction = action(createPolicy, {
  toInput: readRuleForm,
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
