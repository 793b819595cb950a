'use client';

import { useId, type ReactNode } from 'react';
import { CONTROL_CLASS, described, FieldFrame } from './field-frame';
import type { FieldBinding } from './use-action-form';

type Props = FieldBinding & {
  label: string;
  hint?: ReactNode;
  type?: 'text' | 'email' | 'datetime-local';
  isOptional?: boolean;
  autoComplete: 'given-name' | 'family-name' | 'email' | 'username' | 'off';
  defaultValue?: string;
};

export function TextField({ label, hint, type = 'text', isOptional = false, messages, ...input }: Props) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} messages={messages}>
      <input
        id={id}
        type={type}
        required={!isOptional}
        className={CONTROL_CLASS}
        {...(type === 'email' && { autoCapitalize: 'none', spellCheck: false })}
        {...described(id, { messages, hint: Boolean(hint) })}
        {...input}
      />
    </FieldFrame>
  );
}
