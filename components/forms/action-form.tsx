'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import { focusFirstOf } from './focus-first-of';
import { FormMessage } from './form-message';
import type { ActionFormControls } from './use-action-form';

const PASSWORDS = 'input[autocomplete$="-password"]';

type Props = { form: ActionFormControls; label?: string; children: ReactNode };

/** The `<form>` of `useActionForm`, with its message above the fields. */
export function ActionForm({ form, label, children }: Props) {
  const { state, nativeAction, onSubmit, empty } = form;
  const element = useRef<HTMLFormElement>(null);
  const message = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (state.status === 'idle' || !element.current) return;
    const wrong = state.status === 'error' ? Object.keys(state.fields) : [];
    if (!focusFirstOf(element.current, wrong)) message.current?.focus();
  }, [state]);

  useEffect(() => {
    // A password that has done its work stays on no screen; sending it again would only cost a try.
    if (state.status === 'done' && element.current?.querySelector(PASSWORDS)) empty();
  }, [state, empty]);

  return (
    // `noValidate`: the browser's own bubbles are neither in our words nor read out everywhere; the server's answer is.
    <form ref={element} action={nativeAction} onSubmit={(event) => void onSubmit(event)} aria-label={label} noValidate>
      <FormMessage ref={message} state={state} />
      {children}
    </form>
  );
}
