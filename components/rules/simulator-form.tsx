import { useId } from 'react';
import { ChoiceField } from '@/components/forms/choice-field';
import { CONTROL_CLASS, described, FieldFrame } from '@/components/forms/field-frame';
import { buttonClass } from '@/components/ui/button-class';
import { WEEKDAYS } from '@/lib/shared/rule-words';
import { DEEDS } from './rule-choices';
import type { SimulatorQuestion } from './simulator-question';

/** Where the answer stands: the form leads there, so that it has the focus. */
export const ANSWER_ID = 'answer';

const NOW = { value: '', label: 'As it is now' };
const DAYS = [{ choices: [NOW, ...WEEKDAYS.map((label, day) => ({ value: String(day), label }))] }];
const HOURS = [
  {
    choices: [
      NOW,
      ...Array.from({ length: 24 }, (_, hour) => ({
        value: String(hour),
        label: `${String(hour).padStart(2, '0')}:00 to ${String(hour).padStart(2, '0')}:59`,
      })),
    ],
  },
];
const AGES = [
  {
    choices: [
      NOW,
      { value: '0', label: 'Just now' },
      { value: '300', label: '5 minutes' },
      { value: '900', label: '15 minutes' },
      { value: '3600', label: 'An hour' },
      { value: '28800', label: '8 hours' },
      { value: '86400', label: 'A day' },
      { value: '604800', label: 'A week' },
    ],
  },
];

type Props = { path: string; question: SimulatorQuestion; fields: Record<string, string[]> };

/** Asks who may do what, by GET: a question has an address that can be kept and sent on. `fields`: what is wrong with it. */
export function SimulatorForm({ path, question, fields }: Props) {
  const { who, does, to, ip, hour, weekday, age } = question;
  return (
    <form action={`${path}#${ANSWER_ID}`} aria-label="Try the rules out">
      <div className="grid gap-x-6 sm:grid-cols-2">
        <ChoiceField
          name="does"
          label="What"
          groups={DEEDS}
          defaultValue={does ?? 'user.update'}
          messages={fields['action'] ?? []}
        />
        <TypedField
          name="who"
          label="By whom"
          hint="An e-mail address or an id; empty: yourself."
          value={who}
          messages={fields['subject_id']}
        />
        <TypedField
          name="to"
          label="To whom or what"
          hint="A person’s address or id, a role’s name, a rule’s id; empty: any of them."
          value={to}
          messages={said(fields['resource'])}
        />
        <TypedField
          name="ip"
          label="From which address"
          hint="Such as 192.0.2.1; empty: yours."
          value={ip}
          messages={said(fields['environment'])}
        />
        <ChoiceField name="weekday" label="On which day (UTC)" groups={DAYS} defaultValue={weekday ?? ''} />
        <ChoiceField name="hour" label="At which hour (UTC)" groups={HOURS} defaultValue={hour ?? ''} />
        <ChoiceField name="age" label="Signed in how long ago" groups={withOther(age)} defaultValue={age ?? ''} />
      </div>
      <button type="submit" className={buttonClass('primary')}>
        Ask
      </button>
    </form>
  );
}

/** A message about a part of the question begins with the name that the part has in the API. */
function said(messages: string[] = []): string[] {
  return messages.map((message) => message.replace(/^\w+: /, ''));
}

/** An age that came by a link is one more choice. */
function withOther(age: string | undefined) {
  const isKnown = age === undefined || AGES.some(({ choices }) => choices.some(({ value }) => value === age));
  return isKnown ? AGES : [...AGES, { choices: [{ value: age, label: `${age} seconds` }] }];
}

type TypedProps = {
  name: string;
  label: string;
  hint: string;
  value: string | undefined;
  messages?: string[] | undefined;
};

function TypedField({ name, label, hint, value, messages = [] }: TypedProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} messages={messages}>
      <input
        id={id}
        name={name}
        defaultValue={value}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className={CONTROL_CLASS}
        {...described(id, { messages, hint: true })}
      />
    </FieldFrame>
  );
}
