import { useId } from 'react';
import { ChoiceField } from '@/components/forms/choice-field';
import { CONTROL_CLASS, described, FieldFrame } from '@/components/forms/field-frame';
import { QueryForm } from '@/components/forms/query-form';
import { WEEKDAYS } from '@/lib/shared/rule-words';
import { DEEDS } from './rule-choices';
import type { SimulatorQuestion } from './simulator-question';

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
  const { who, does, to } = question;
  return (
    <QueryForm path={path} label="Try the rules out" button="Ask" pendingLabel="Asking…">
      {/* By key: going back to another question, the fields show that one. */}
      <div key={JSON.stringify(question)}>
        <ChoiceField
          name="does"
          label="What"
          groups={DEEDS}
          defaultValue={does ?? 'user.update'}
          messages={fields['action'] ?? []}
        />
        <div className="grid gap-x-6 sm:grid-cols-2">
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
        </div>
        <Circumstances question={question} messages={said(fields['environment'])} />
      </div>
    </QueryForm>
  );
}

/** As they are now, unless something else is supposed. */
function Circumstances({
  question: { ip, hour, weekday, age },
  messages,
}: Pick<Props, 'question'> & { messages: string[] }) {
  const isSupposed = [ip, hour, weekday, age].some((text) => text !== undefined);
  return (
    <details open={isSupposed} className="mb-5">
      <summary className="inline-flex min-h-11 items-center rounded-sm font-medium text-accent">
        In other circumstances than now
      </summary>
      <div className="mt-2 grid gap-x-6 sm:grid-cols-2">
        <TypedField
          name="ip"
          label="From which address"
          hint="Such as 192.0.2.1; empty: yours."
          value={ip}
          messages={messages}
        />
        <ChoiceField name="age" label="Signed in how long ago" groups={withOther(age)} defaultValue={age ?? ''} />
        <ChoiceField name="weekday" label="On which day (UTC)" groups={DAYS} defaultValue={weekday ?? ''} />
        <ChoiceField name="hour" label="At which hour (UTC)" groups={HOURS} defaultValue={hour ?? ''} />
      </div>
    </details>
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
