'use client';

import { useId, useState } from 'react';
import { BareChoice, type ChoiceGroup } from '@/components/forms/choice-field';
import { CONTROL_CLASS } from '@/components/forms/field-frame';
import { choiceOf, conditionFields, typedValue } from '@/lib/shared/rule-form';
import type { Condition } from '@/lib/shared/schemas/condition';
import { AGAINST, ASKABLE, comparisons } from './rule-choices';

const FIRST: Condition = { on: 'subject', attribute: 'level', is: 'greater', value: '' };
const NOTHING: ChoiceGroup = { choices: [{ value: '', label: 'Nothing more' }] };

type Props = {
  /** The name that its controls begin with. */
  row: string;
  /** Its place among the rows, from 1 on. */
  number: number;
  condition?: Condition | undefined;
  messages: string[];
  /** Takes the row away; without it, the row may stay empty. */
  onRemove?: () => void;
};

/** One thing that has to be so: what is asked, how it is compared, and with what. */
export function ConditionRow({ row, number, condition = FIRST, messages, onRemove }: Props) {
  const id = useId();
  return (
    <fieldset
      className="rounded-control border border-line p-4 aria-invalid:border-danger"
      aria-invalid={messages.length > 0 || undefined}
      aria-describedby={messages.length > 0 ? id : undefined}
    >
      <legend className="px-1 text-sm font-medium">Condition {number}</legend>
      <Controls row={row} condition={condition} mayBeEmpty={onRemove === undefined} />
      {messages.length > 0 && (
        <div id={id} className="mt-3 text-sm text-danger">
          {messages.map((message) => (
            <p key={message}>{message}</p>
          ))}
        </div>
      )}
      {onRemove && (
        <button
          type="button"
          onClick={onRemove}
          className="mt-2 min-h-11 rounded-sm text-sm font-medium text-accent noscript:hidden"
        >
          Take condition {number} away
        </button>
      )}
    </fieldset>
  );
}

function Controls({ row, condition, mayBeEmpty }: { row: string; condition: Condition; mayBeEmpty: boolean }) {
  const [chosen, setChosen] = useState<string>();
  const { asks, is, against, value: typed } = conditionFields(row);
  const { value } = condition;
  const begins = mayBeEmpty ? '' : choiceOf(condition.on, condition.attribute);
  return (
    <div className="group grid gap-3 sm:grid-cols-2">
      <BareChoice
        name={asks}
        label="What is asked"
        defaultValue={begins}
        groups={mayBeEmpty ? [NOTHING, ...ASKABLE] : ASKABLE}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <BareChoice
        key={chosen}
        name={is}
        label="How it compares"
        defaultValue={condition.is}
        groups={[{ choices: comparisons(chosen) }]}
      />
      <BareChoice
        name={against}
        label="With what"
        defaultValue={typeof value === 'object' && 'subject' in value ? value.subject : ''}
        groups={[{ choices: AGAINST }]}
      />
      {/* Only where it counts. */}
      <label className="block text-sm font-medium group-has-[[name$=-against]_option:checked:not([value=''])]:hidden">
        Value
        <input
          name={typed}
          defaultValue={typedValue(condition)}
          autoComplete="off"
          spellCheck={false}
          className={`${CONTROL_CLASS} mt-1.5 font-normal`}
        />
      </label>
    </div>
  );
}
