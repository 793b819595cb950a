'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/forms/action-form';
import { BoxGroup } from '@/components/forms/box-group';
import { ChoiceField } from '@/components/forms/choice-field';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { type FieldBinding, useActionForm } from '@/components/forms/use-action-form';
import { USER_FIELDS } from '@/lib/shared/authorization';
import type { FormAction } from '@/lib/shared/form-state';
import { choiceOf, FIELD_BOX, hasFieldsOf } from '@/lib/shared/rule-form';
import { fieldWords } from '@/lib/shared/rule-words';
import { type PolicyOutput, ruleForm } from '@/lib/shared/schemas/policy';
import { ConditionRows } from './condition-rows';
import { DEEDS } from './rule-choices';

/** Nothing is chosen for who makes a rule: what is left out would shut somebody out. */
const UNCHOSEN = { choices: [{ value: '', label: 'Choose…' }] };

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

type Props = {
  action: FormAction;
  /** The rule that is changed; without one, a rule is made. */
  rule?: PolicyOutput;
};

/** A rule: what it allows or denies, and when. */
export function RuleForm({ action, rule }: Props) {
  const form = useActionForm(action, ruleForm);
  const words = WORDS[rule ? 'change' : 'make'];
  const conditions = rule?.conditions ?? [];
  return (
    <ActionForm form={form} label={words.title}>
      <input type="hidden" name="id" value={rule?.id ?? ''} />
      <TextField
        {...form.field('name')}
        label="Name"
        hint="Who asks “why not?” is told this name."
        autoComplete="off"
        defaultValue={rule?.name ?? ''}
      />
      <Deed rule={rule} field={form.field} />
      <ConditionRows
        conditions={conditions}
        isForEverybody={rule !== undefined && conditions.length === 0}
        messages={form.field('conditions').messages}
      />
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel={words.pending}>
          {words.button}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

type DeedProps = { rule: PolicyOutput | undefined; field: (name: 'effect' | 'does' | 'fields') => FieldBinding };

/** Whether a rule allows or denies, and what. */
function Deed({ rule, field }: DeedProps) {
  const [deed, setDeed] = useState(rule ? choiceOf(rule.resource, rule.action) : '');
  const does = field('does');
  const open = rule ? [] : [UNCHOSEN];
  const boxes = (
    <BoxGroup
      name="fields"
      legend="About these fields of a person only"
      hint="None ticked: about all of them; but what allows to see people then shows id, names and roles only."
      boxes={FIELDS}
      ticked={(rule?.fields ?? []).map((name) => FIELD_BOX + name)}
      messages={field('fields').messages}
    />
  );
  return (
    <>
      <div className="grid gap-x-6 sm:grid-cols-2">
        <ChoiceField
          {...field('effect')}
          label="What the rule does"
          groups={[...open, ...EFFECTS]}
          defaultValue={rule?.effect ?? ''}
        />
        <ChoiceField
          {...does}
          label="To whoever wants to"
          groups={[...open, ...DEEDS]}
          defaultValue={deed}
          onChange={(event) => {
            setDeed(event.currentTarget.value);
            void does.onChange(event);
          }}
        />
      </div>
      {hasFieldsOf(deed) ? boxes : <noscript>{boxes}</noscript>}
    </>
  );
}
