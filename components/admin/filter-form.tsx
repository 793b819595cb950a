'use client';

import Form from 'next/form';
import Link from 'next/link';
import { useId, type ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { CONTROL_CLASS } from '@/components/forms/field-frame';
import { SubmitButton } from '@/components/forms/submit-button';
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
          <Send>{button}</Send>
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

function Send({ children }: { children: string }) {
  const { pending } = useFormStatus();
  return (
    <SubmitButton form={{ pending }} pendingLabel="Looking…" look="secondary">
      {children}
    </SubmitButton>
  );
}

type FieldProps = { name: string; label: string; value: string };

export function FilterText({ name, label, value, maxLength }: FieldProps & { maxLength: number }) {
  const id = useId();
  return (
    <div className="min-w-0 grow basis-60">
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
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

type Choice = { value: string; label: string };

/** `any` is what is chosen where nothing is. */
export function FilterSelect({ name, label, value, any, choices }: FieldProps & { any: string; choices: Choice[] }) {
  const id = useId();
  return (
    <div className="min-w-0 grow basis-auto sm:grow-0">
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <select key={value} id={id} name={name} defaultValue={value} className={CONTROL_CLASS}>
        <option value="">{any}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
