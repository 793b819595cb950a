'use client';

import { useId, type ReactNode } from 'react';
import { CONTROL_CLASS, described, FieldFrame } from './field-frame';
import type { FieldBinding } from './use-action-form';

const BUTTON_LOOK =
  'file:me-3 file:cursor-pointer file:rounded-control file:border-0 file:bg-accent-soft file:px-3 file:py-1 file:font-medium file:text-accent';

type Props = FieldBinding & { label: string; hint?: ReactNode; accept: readonly string[] };

/** A file from the device; `accept` are the media types that its chooser offers. */
export function FileField({ label, hint, accept, messages, ...input }: Props) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} messages={messages}>
      <input
        id={id}
        type="file"
        required
        accept={accept.join(',')}
        className={`${CONTROL_CLASS} ${BUTTON_LOOK}`}
        {...described(id, { messages, hint: Boolean(hint) })}
        {...input}
      />
    </FieldFrame>
  );
}
