'use client';

import Form from 'next/form';
import type { ReactNode } from 'react';
import { QueryButton, type QueryButtonProps } from './query-button';

type Props = {
  /** The path of the page that answers: what is asked goes into its query. */
  path: string;
  label: string;
  /** The words of the button. */
  button: string;
  children?: ReactNode;
} & Omit<QueryButtonProps, 'children'>;

/** Asks something by GET, so that the question has an address. Works without JavaScript. */
export function QueryForm({ path, label, button, children, ...look }: Props) {
  return (
    <Form action={path} prefetch={false} scroll={false} aria-label={label}>
      {children}
      <div className="w-fit">
        <QueryButton {...look}>{button}</QueryButton>
      </div>
    </Form>
  );
}
