'use client';

import { useId, type ChangeEvent } from 'react';
import { ACTIVATION_CODE_LENGTH } from '@/lib/shared/schemas/registration';
import { described, FieldFrame } from './field-frame';
import type { FieldBinding } from './use-action-form';

const BOXES = Array.from({ length: ACTIVATION_CODE_LENGTH }, (_, index) => index);

/** The digits of whatever was typed or pasted: "Your code: 123-456" is 123456. */
function onlyDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^0-9]/g, '')
    .slice(0, ACTIVATION_CODE_LENGTH);
}

/** Six digits in six boxes, but one input: see `code-boxes` in globals.css. */
export function CodeField({ label, messages, onChange, ...input }: FieldBinding & { label: string }) {
  const id = useId();
  const box = `rounded-control border bg-panel group-focus-within:border-accent group-focus-within:ring-1 group-focus-within:ring-inset group-focus-within:ring-accent ${messages.length > 0 ? 'border-danger' : 'border-edge'}`;
  const onDigits = (event: ChangeEvent<HTMLInputElement>) => {
    event.target.value = onlyDigits(event.target.value);
    void onChange(event);
  };
  return (
    <FieldFrame id={id} label={label} messages={messages}>
      {/* Digits run from left to right in every language. */}
      <div dir="ltr" className="group @container relative h-14 overflow-clip">
        <div aria-hidden="true" className="grid h-full grid-cols-6 gap-(--gap) code-boxes">
          {BOXES.map((index) => (
            <span key={index} className={box} />
          ))}
        </div>
        <input
          id={id}
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          className="absolute inset-y-0 start-0 bg-transparent code-digits font-mono text-2xl code-boxes outline-none"
          {...described(id, { messages, hint: false })}
          {...input}
          onChange={onDigits}
        />
      </div>
    </FieldFrame>
  );
}
