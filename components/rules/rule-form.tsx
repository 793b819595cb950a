'use client';

import { useState } from 'react';
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

const WORDS = {
  make: { title: 'Make a rule', button: 'Make the rule', pending: 'Making…' },
  change: { title: 'Change the rule', button: 'Change the rule', pending: 'Changing…' },
} as const;

/** What the form of a new rule begins with. */
const NEW_RULE = {
  id: '',
  name: '',
  effect: 'deny',
  action: 'read',
  resource: 'user',
  fields: [],
  conditions: [],
} as const;

type Props = {
  action: FormAction;
  /** The rule that is changed; without one, a rule is made. */
  rule?: PolicyOutput;
};

/** A rule: what it allows or denies, and when. */
export function RuleForm({ action, rule: given }: Props) {
  const form = useActionForm(action, ruleForm);
  const rule = given ?? NEW_RULE;
  const words = WORDS[given ? 'change' : 'make'];
  const [deed, setDeed] = useState(choiceOf(rule.resource, rule.action));
  return (
    <ActionForm form={form} label={words.title}>
      <input type="hidden" name="id" value={rule.id} />
      <TextField
        {...form.field('name')}
        label="Name"
        hint="Who asks “why not?” is told this name."
        autoComplete="off"
        defaultValue={rule.name}
      />
      <div className="grid gap-x-6 sm:grid-cols-2">
        <ChoiceField name="effect" label="What the rule does" groups={EFFECTS} defaultValue={rule.effect} />
        <ChoiceField
          name="does"
          label="To whoever wants to"
          groups={DEEDS}
          defaultValue={deed}
          onChange={(event) => setDeed(event.currentTarget.value)}
        />
      </div>
      {hasFieldsOf(deed) && (
        <BoxGroup
          name="fields"
          legend="About these fields of a person only"
          hint="None ticked: about all of them; but what allows to see people then shows id, names and roles only."
          boxes={FIELDS}
          ticked={rule.fields.map((field) => FIELD_BOX + field)}
          messages={form.field('fields').messages}
        />
      )}
      <ConditionRows conditions={rule.conditions} messages={form.field('conditions').messages} />
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel={words.pending}>
          {words.button}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
