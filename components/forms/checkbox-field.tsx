'use client';

import { useId } from 'react';
import { described, FieldMessages } from './field-frame';
import type { FieldBinding } from './use-action-form';

type Props = FieldBinding & { label: string; defaultChecked?: boolean };

export function CheckboxField({ label, messages, ...input }: Props) {
  const id = useId();
  return (
    <div className="mb-5">
      <label htmlFor={id} className="inline-flex min-h-11 items-center gap-3 text-sm">
        <input
          id={id}
          type="checkbox"
          className="size-5 accent-accent"
          {...described(id, { messages, hint: false })}
          {...input}
        />
        {label}
      </label>
      {messages.length > 0 && <FieldMessages id={`${id}-messages`} messages={messages} />}
    </div>
  );
}
