'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import type { ButtonLook } from '@/components/ui/button-class';
import { SubmitButton } from './submit-button';

export type QueryButtonProps = { look?: ButtonLook; pendingLabel: string; children: ReactNode };

/** Sends a form that asks by GET; it stands inside of it. */
export function QueryButton(props: QueryButtonProps) {
  const { pending } = useFormStatus();
  return <SubmitButton form={{ pending }} {...props} />;
}
