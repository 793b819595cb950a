'use client';

import { useId, useState, type ReactNode } from 'react';
import { isRuleMessage } from './password-rules';
import { CONTROL_CLASS, described, FieldFrame } from './field-frame';
import type { FieldBinding } from './use-action-form';
import { LineIcon } from '@/components/ui/line-icon';

type Props = FieldBinding & {
  label: string;
  autoComplete: 'current-password' | 'new-password';
  /** A `PasswordRules` where a password is chosen: it shows the broken rules itself. */
  rules?: ReactNode;
};

/** A password with a reveal button. No length limit in the browser: cutting a pasted password short locks people out. */
export function PasswordField({ label, rules, messages, ...input }: Props) {
  const id = useId();
  const [revealed, setRevealed] = useState(false);
  const below = rules ? messages.filter((message) => !isRuleMessage(message)) : messages;
  return (
    <FieldFrame id={id} label={label} hint={rules} messages={below}>
      <div className="relative">
        <input
          id={id}
          type={revealed ? 'text' : 'password'}
          required
          autoCapitalize="none"
          spellCheck={false}
          className={`${CONTROL_CLASS} pe-12`}
          {...described(id, { messages, hint: Boolean(rules) })}
          {...input}
        />
        <button
          type="button"
          aria-label={`Show ${label.toLowerCase()}`}
          aria-pressed={revealed}
          onClick={() => setRevealed(!revealed)}
          className="absolute end-0 top-0 grid size-11 place-items-center rounded-control text-muted hover:text-ink noscript:hidden"
        >
          <Eye struck={revealed} />
        </button>
      </div>
    </FieldFrame>
  );
}

function Eye({ struck }: { struck: boolean }) {
  return (
    <LineIcon className="size-5">
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
      <circle cx="12" cy="12" r="3" />
      {struck && <path d="m4 4 16 16" />}
    </LineIcon>
  );
}
