'use client';

import { useEffect, useState } from 'react';
import { useWatch, type Control, type FieldPath, type FieldValues } from 'react-hook-form';
import { PASSWORD_RULES, type PasswordOwner } from '@/lib/shared/password-policy';

/** A limit that nobody meets by chance is no help while it is kept. */
const SHOWN_WHEN_BROKEN = ['max_length'];

/** Typing must have rested this long before a screen reader is told how far the password is. */
const SPEAK_AFTER_MS = 1200;

/** Whether the message belongs to a rule of the list, which then shows it in its own place. */
export function isRuleMessage(message: string): boolean {
  return PASSWORD_RULES.some((rule) => rule.message === message);
}

type Props<Values extends FieldValues> = {
  control: Control<Values>;
  name: FieldPath<Values>;
  messages: string[];
  /** Whose password it is, where that is known before the form is filled in. */
  owner?: PasswordOwner;
};

/**
 * The password policy as a list that ticks itself off while somebody types. What is compared with the password (names,
 * e-mail) is `owner`, or read from the same form's fields of those names; what cannot be compared yet is not ticked off.
 */
export function PasswordRules<Values extends FieldValues>({ control, name, messages, owner }: Props<Values>) {
  const values = useWatch({ control }) as PasswordOwner & Record<string, string | undefined>;
  const password = values[name] ?? '';
  const known = owner ?? values;
  const isSomebody = Boolean(known.first_name || known.last_name || known.email);
  const rules = PASSWORD_RULES.map((rule) => {
    const isBroken = rule.isBroken(password, known);
    const isTellable = password !== '' && (isSomebody || !rule.isAboutOwner);
    const look = messages.includes(rule.message) ? 'wrong' : isTellable && !isBroken ? 'met' : 'open';
    return { ...rule, isBroken, look } as const;
  }).filter((rule) => rule.isBroken || rule.look === 'wrong' || !SHOWN_WHEN_BROKEN.includes(rule.id));
  const missing = rules.filter((rule) => rule.isBroken || rule.look === 'wrong').map((rule) => rule.hint);
  const progress =
    missing.length > 0
      ? `The password still needs: ${missing.join(', ')}.`
      : 'The password keeps to all of these rules.';

  return (
    <>
      <ul className="grid justify-start gap-x-4 gap-y-0.5 sm:grid-cols-[auto_auto]">
        {rules.map(({ id, hint, look }) => (
          <li key={id} className={`flex gap-2 ${LOOKS[look].color}`}>
            <span aria-hidden="true" className="w-3 shrink-0 text-center font-bold">
              {LOOKS[look].sign}
            </span>
            <span>
              <span className="sr-only">{LOOKS[look].word}</span>
              {hint}
            </span>
          </li>
        ))}
      </ul>
      <Whisper text={password === '' ? '' : progress} />
    </>
  );
}

const LOOKS = {
  open: { color: '', sign: '·', word: '' },
  met: { color: 'text-success', sign: '✓', word: 'Kept: ' },
  wrong: { color: 'text-danger', sign: '!', word: 'Broken: ' },
} as const;

/** Says its text to a screen reader once the typing rests. */
function Whisper({ text }: { text: string }) {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(text), SPEAK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  );
}
