'use client';

import { useState, type SyntheticEvent } from 'react';
import { ActionForm } from '@/components/forms/action-form';
import { BoxGroup } from '@/components/forms/box-group';
import { ChoiceField } from '@/components/forms/choice-field';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import { USER_FIELDS } from '@/lib/shared/authorization';
import type { FormAction } from '@/lib/shared/form-state';
import { choiceOf, FIELD_BOX, hasFieldsOf } from '@/lib/shared/rule-form';
import { fieldWords } from '@/lib/shared/rule-words';
import { type PolicyOutput, ruleForm } from '@/lib/shared/schemas/policy';
import { ConditionRows } from './condition-rows';
import { DEEDS } from './rule-choices';

const EFFECTS = [
  {
    choices: [
      { value: 'deny', label: 'Deny it' },
      { value: 'allow', label: 'Allow it' },
    ],
  },
];

const FIELDS = USER_FIELDS.map((field) => ({ name: FIELD_BOX + field, label: fieldWords(field) }));

type Props = {
  action: FormAction;
  /** The rule that is changed; without one, a rule is made. */
  rule?: PolicyOutput;
};

/** A rule: what it allows or denies, and when. */
export function RuleForm({ action, rule }: Props) {
  const form = useActionForm(action, ruleForm);
  const [deed, setDeed] = useState(rule ? choiceOf(rule.resource, rule.action) : 'user.read');
  return (
    <ActionForm form={form} label={rule ? 'Change the rule' : 'Make a rule'}>
      {rule && <input type="hidden" name="id" value={rule.id} />}
      <TextField
        {...form.field('name')}
        label="Name"
        hint="It is what the answer “why not?” says."
        autoComplete="off"
        {...(rule && { defaultValue: rule.name })}
      />
      <div className="grid gap-x-6 sm:grid-cols-2">
        <ChoiceField name="effect" label="What the rule does" groups={EFFECTS} defaultValue={rule?.effect} />
        <ChoiceField
          name="does"
          label="To whoever wants to"
          groups={DEEDS}
          defaultValue={deed}
          onChange={(event: SyntheticEvent<HTMLSelectElement>) => setDeed(event.currentTarget.value)}
        />
      </div>
      {hasFieldsOf(deed) && (
        <BoxGroup
          name="fields"
          legend="About these fields of a person only"
          hint="None ticked: to deny is about all of them, to allow seeing about id, names and roles, to allow editing about all."
          boxes={FIELDS}
          ticked={(rule?.fields ?? []).map((field) => FIELD_BOX + field)}
          messages={form.field('fields').messages}
        />
      )}
      <ConditionRows conditions={rule?.conditions ?? []} messages={form.field('conditions').messages} />
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel={rule ? 'Changing…' : 'Making…'}>
          {rule ? 'Change the rule' : 'Make the rule'}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
