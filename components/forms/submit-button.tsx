'use client';

import type { ReactNode } from 'react';
import { buttonClass, type ButtonLook } from '@/components/ui/button-class';
import { Spinner } from '@/components/ui/spinner';
import type { ActionFormControls } from './use-action-form';

type Props = {
  form: Pick<ActionFormControls, 'pending'> & Partial<Pick<ActionFormControls, 'waitSeconds'>>;
  /** What the button says while the answer is on its way: "Signing in…". */
  pendingLabel: string;
  look?: ButtonLook;
  children: ReactNode;
};

/** Never `disabled`: that would take the focus away from whoever has just pressed it. The form itself refuses twice. */
export function SubmitButton({ form, pendingLabel, look = 'primary', children }: Props) {
  const { pending, waitSeconds = 0 } = form;
  const waits = waitSeconds > 0;
  return (
    <button
      type="submit"
      aria-disabled={pending || waits}
      onClick={(event) => waits && event.preventDefault()}
      className={`${buttonClass(look)} w-full`}
    >
      {pending && <Spinner />}
      {pending ? pendingLabel : children}
      {waits && <span className="tabular-nums">({clock(waitSeconds)})</span>}
    </button>
  );
}

/** 75 seconds as 1:15. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
