'use client';

import { useActionState, type ReactNode } from 'react';
import { FormMessage } from '@/components/forms/form-message';
import { buttonClass } from '@/components/ui/button-class';
import { idleForm, type FormAction } from '@/lib/shared/form-state';

type Props = { action: FormAction; provider: string; button: string; children: ReactNode };

/** One provider: what is connected, and the button that changes it. Needs no JavaScript. */
export function ConnectionForm({ action, provider, button, children }: Props) {
  const [state, send] = useActionState(action, idleForm);
  return (
    <form action={send}>
      <FormMessage state={state} />
      <input type="hidden" name="provider" value={provider} />
      <p className="mb-3">{children}</p>
      <button type="submit" className={buttonClass('secondary')}>
        {button}
      </button>
    </form>
  );
}
