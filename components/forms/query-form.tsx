'use client';

import Form from 'next/form';
import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import type { ButtonLook } from '@/components/ui/button-class';
import { SubmitButton } from './submit-button';

type ButtonProps = { look?: ButtonLook; pendingLabel: string; children: ReactNode };

type Props = {
  /** The path of the page that answers: what is asked goes into its query. */
  path: string;
  label: string;
  /** The words of the button. */
  button: string;
  children?: ReactNode;
} & Omit<ButtonProps, 'children'>;

/** Asks something by GET, so that the question has an address. Works without JavaScript. */
export function QueryForm({ path, label, button, children, ...look }: Props) {
  return (
    <Form action={path} prefetch={false} scroll={false} aria-label={label}>
      {children}
      <div className="w-fit">
        <Send {...look}>{button}</Send>
      </div>
    </Form>
  );
}

function Send(props: ButtonProps) {
  const { pending } = useFormStatus();
  return <SubmitButton form={{ pending }} {...props} />;
}
