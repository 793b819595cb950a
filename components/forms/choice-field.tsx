import { type ComponentProps, type ReactNode, useId } from 'react';
import { CONTROL_CLASS, described, FieldFrame, FieldLabel } from './field-frame';

export type Choice = { value: string; label: string };
/** Choices under a word of their own; without one, they stand alone. */
export type ChoiceGroup = { label?: string; choices: readonly Choice[] };

type BareProps = Pick<ComponentProps<'select'>, 'ref' | 'name' | 'defaultValue' | 'onChange' | 'onBlur'> & {
  label: string;
  groups: readonly ChoiceGroup[];
};

/** One of several, all of them in a list. */
export function ChoiceField({
  label,
  hint,
  messages = [],
  ...select
}: BareProps & { hint?: ReactNode; messages?: string[] }) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} messages={messages}>
      <Select {...select} id={id} {...described(id, { messages, hint: Boolean(hint) })} />
    </FieldFrame>
  );
}

/** The same without room for messages below it. */
export function BareChoice({ label, ...select }: BareProps) {
  const id = useId();
  return (
    <div>
      <FieldLabel id={id}>{label}</FieldLabel>
      <Select {...select} id={id} />
    </div>
  );
}

function Select({ groups, ...attributes }: ComponentProps<'select'> & Pick<BareProps, 'groups'>) {
  return (
    <select {...attributes} className={CONTROL_CLASS}>
      {groups.map(({ label, choices }) =>
        label === undefined ? (
          <Options key="alone" choices={choices} />
        ) : (
          <optgroup key={label} label={label}>
            <Options choices={choices} />
          </optgroup>
        ),
      )}
    </select>
  );
}

function Options({ choices }: Pick<ChoiceGroup, 'choices'>) {
  return choices.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}
