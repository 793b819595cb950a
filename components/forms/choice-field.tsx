import { useId, type ComponentProps, type ReactNode } from 'react';
import { CONTROL_CLASS, described, FieldFrame } from './field-frame';

export type Choice = { value: string; label: string };
/** Choices under a word of their own; without one, they stand alone. */
export type ChoiceGroup = { label?: string; choices: readonly Choice[] };

type Props = Pick<ComponentProps<'select'>, 'ref' | 'onChange' | 'onBlur'> & {
  name: string;
  label: string;
  groups: readonly ChoiceGroup[];
  defaultValue?: string | undefined;
  hint?: ReactNode;
  messages?: string[];
};

/** One of several, all of them in a list. */
export function ChoiceField({ name, label, groups, defaultValue, hint, messages = [], ...select }: Props) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} messages={messages}>
      <select
        id={id}
        name={name}
        defaultValue={defaultValue}
        className={CONTROL_CLASS}
        {...described(id, { messages, hint: Boolean(hint) })}
        {...select}
      >
        <Options groups={groups} />
      </select>
    </FieldFrame>
  );
}

export function Options({ groups }: { groups: readonly ChoiceGroup[] }) {
  return groups.map(({ label, choices }) => {
    const options = choices.map((choice) => (
      <option key={choice.value} value={choice.value}>
        {choice.label}
      </option>
    ));
    return label === undefined ? (
      options
    ) : (
      <optgroup key={label} label={label}>
        {options}
      </optgroup>
    );
  });
}
