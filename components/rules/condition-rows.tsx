'use client';

import { useId, useRef, useState } from 'react';
import { buttonClass } from '@/components/ui/button-class';
import { EVERYBODY_BOX } from '@/lib/shared/rule-form';
import type { Condition } from '@/lib/shared/schemas/condition';
import { MAX_CONDITIONS } from '@/lib/shared/schemas/policy';
import { ConditionRow } from './condition-row';

/** Empty rows for who has no script to ask for more; saving the rule brings new ones. */
const SPARE_ROWS = [1, 2, 3];

type Row = { key: number; condition?: Condition };

type Props = {
  conditions: readonly Condition[];
  /** Whether the rule is meant for everybody already. */
  isForEverybody: boolean;
  messages: string[];
};

/** The conditions of a rule. What is wrong with one of them is said in it: the server counts them as they stand here. */
export function ConditionRows({ conditions, isForEverybody, messages }: Props) {
  const [rows, setRows] = useState<Row[]>(() => conditions.map((condition, key) => ({ key, condition })));
  const group = useRef<HTMLFieldSetElement>(null);
  const id = useId();
  const general = messages.filter((message) => !/^No\. \d+/.test(message));
  const add = () => setRows([...rows, { key: 1 + Math.max(-1, ...rows.map(({ key }) => key)) }]);
  const remove = (key: number) => {
    setRows(rows.filter((row) => row.key !== key));
    // Its button is gone, and the focus with it.
    group.current?.focus();
  };
  return (
    <fieldset ref={group} name="conditions" tabIndex={-1} aria-describedby={id} className="mb-6 rounded-control">
      <legend className="text-sm font-medium">When all of this is so</legend>
      <p id={id} className="mt-0.5 text-sm text-muted">
        Several values have commas between them.
        {general.map((message) => (
          <span key={message} className="block text-danger">
            {message}
          </span>
        ))}
      </p>
      <div className="mt-3 space-y-4">
        {rows.map(({ key, condition }, index) => (
          <ConditionRow
            key={key}
            row={`condition-${key}`}
            number={index + 1}
            condition={condition}
            messages={messagesOfRow(messages, index + 1)}
            onRemove={() => remove(key)}
          />
        ))}
        <noscript>
          <div className="space-y-4">
            {SPARE_ROWS.map((spare) => (
              <ConditionRow
                key={spare}
                row={`spare-${spare}`}
                number={conditions.length + spare}
                messages={messagesOfRow(messages, conditions.length + spare)}
              />
            ))}
          </div>
        </noscript>
      </div>
      <EverybodyBox isTicked={isForEverybody} isWanted={rows.length === 0} />
      {rows.length < MAX_CONDITIONS && (
        <button type="button" onClick={add} className={`${buttonClass('secondary')} mt-4 noscript:hidden`}>
          Add a condition
        </button>
      )}
    </fieldset>
  );
}

/** Wanted where there is no condition, so that nobody makes such a rule by leaving something out. */
function EverybodyBox({ isTicked, isWanted }: { isTicked: boolean; isWanted: boolean }) {
  const box = (
    <label className="mt-3 flex min-h-11 w-fit items-center gap-3 py-1 text-sm">
      <input type="checkbox" name={EVERYBODY_BOX} defaultChecked={isTicked} className="size-5 shrink-0 accent-accent" />
      No condition: always, and for everybody, administrators and you too
    </label>
  );
  // Without a script, rows can be emptied but not taken away.
  return isWanted ? box : <noscript>{box}</noscript>;
}

/** What the server said about one row: "No. 2, value: Give …". */
function messagesOfRow(messages: readonly string[], number: number): string[] {
  const start = new RegExp(`^No\\. ${number}(?:, [^:,]+)*: `);
  return messages.filter((message) => start.test(message)).map((message) => message.replace(start, ''));
}
