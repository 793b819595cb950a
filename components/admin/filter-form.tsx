'use client';

import Form from 'next/form';
import Link from 'next/link';
import { useId, type ReactNode } from 'react';
import { BareChoice, type Choice } from '@/components/forms/choice-field';
import { CONTROL_CLASS, FieldLabel } from '@/components/forms/field-frame';
import { QueryButton } from '@/components/forms/query-button';
import { buttonClass } from '@/components/ui/button-class';

type Props = {
  /** The path of the page that the form narrows down: what is chosen goes into its query. */
  path: string;
  label: string;
  button: string;
  /** Whether anything is chosen, and can be taken back. */
  isFiltered: boolean;
  children: ReactNode;
};

/** Narrows a list down by GET, so that the outcome has an address. Works without JavaScript. */
export function FilterForm({ path, label, button, isFiltered, children }: Props) {
  return (
    <Form
      action={path}
      prefetch={false}
      role="search"
      aria-label={label}
      className="mb-6 flex flex-wrap items-end gap-3"
    >
      {children}
      <div className="flex flex-wrap gap-3">
        <div>
          <QueryButton pendingLabel="Looking…" look="secondary">
            {button}
          </QueryButton>
        </div>
        {isFiltered && (
          <Link href={path} prefetch={false} className={buttonClass('secondary')}>
            Clear
          </Link>
        )}
      </div>
    </Form>
  );
}

type FieldProps = { name: string; label: string; value: string };

export function FilterText({ name, label, value, maxLength }: FieldProps & { maxLength: number }) {
  const id = useId();
  return (
    <div className="min-w-0 grow basis-44">
      <FieldLabel id={id}>{label}</FieldLabel>
      {/* By key: going back to another search, the field shows that one. */}
      <input
        key={value}
        id={id}
        name={name}
        type="search"
        defaultValue={value}
        maxLength={maxLength}
        autoComplete="off"
        spellCheck={false}
        className={CONTROL_CLASS}
      />
    </div>
  );
}

/** `any` is what is chosen where nothing is. */
export function FilterSelect({ name, label, value, any, choices }: FieldProps & { any: string; choices: Choice[] }) {
  return (
    <div className="min-w-0 grow basis-auto sm:grow-0">
      <BareChoice
        key={value}
        name={name}
        label={label}
        defaultValue={value}
        groups={[{ choices: [{ value: '', label: any }, ...choices] }]}
      />
    </div>
  );
}
