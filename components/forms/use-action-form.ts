'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { startTransition, useCallback, useMemo, type SyntheticEvent } from 'react';
import { useForm, type FieldErrors, type FieldValues, type Path } from 'react-hook-form';
import type { z } from 'zod';
import type { FormAction } from '@/lib/shared/form-state';
import { focusFirstOf } from './focus-first-of';
import { messagesOf, rejudgeable, serverErrors } from './field-messages';
import { useCountdown } from './use-countdown';
import { useSentAction } from './use-sent-action';

/**
 * Joins a server action and its schema into a form. Before JavaScript has loaded, the form posts natively and is
 * answered with a page that holds the messages; afterwards the same schema judges each field in the browser first, and
 * what was typed stays where it is. Fields are uncontrolled, so that typing ahead and autofill before hydration count.
 */
export function useActionForm<Values extends FieldValues>(action: FormAction, schema: z.ZodType<unknown, Values>) {
  const { state, nativeAction, send, pending, claim, release } = useSentAction(action);
  const { waitSeconds, endWait } = useCountdown(state);
  const errors = useMemo(() => serverErrors(state), [state]);
  const { control, register, handleSubmit, trigger, reset, formState } = useForm<Values>({
    // Raw: what is sent is the form's own data; the server parses it again.
    resolver: zodResolver(schema, undefined, { raw: true }),
    mode: 'onTouched',
    criteriaMode: 'all',
    // Its order would be that of registration; ours is that of the page.
    shouldFocusError: false,
    ...(errors && { errors: errors as FieldErrors<Values> }),
  });

  async function onSubmit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!claim()) return;
    const element = event.currentTarget;
    const data = new FormData(element);
    await handleSubmit(
      () => startTransition(() => send(data)),
      (wrong) => {
        release();
        focusFirstOf(element, Object.keys(wrong));
      },
    )(event);
  }

  const empty = useCallback(() => reset(), [reset]);

  /** Everything that a field of this form needs, to be spread into the field's component. */
  function field(name: Path<Values>) {
    const shown = formState.errors as Parameters<typeof rejudgeable>[0];
    const registered = register(name);
    return {
      ...registered,
      onChange: async (event: SyntheticEvent) => {
        // Who waits is the address; another one need not.
        if (name === 'email') endWait();
        await registered.onChange(event);
        const others = rejudgeable(shown, name);
        if (others.length > 0) await trigger(others as Path<Values>[]);
      },
      // Passing through an empty field is not a mistake yet; sending it is.
      onBlur: async (event: SyntheticEvent<HTMLInputElement | HTMLSelectElement>) => {
        if (event.currentTarget.value !== '') await registered.onBlur(event);
      },
      messages: messagesOf(shown[name]),
    };
  }

  return { control, field, pending, waitSeconds, state, nativeAction, onSubmit, empty };
}

export type ActionFormControls = Pick<
  ReturnType<typeof useActionForm>,
  'pending' | 'waitSeconds' | 'state' | 'nativeAction' | 'onSubmit' | 'empty'
>;

/** What `field()` hands to a field's component. */
export type FieldBinding = ReturnType<ReturnType<typeof useActionForm>['field']>;
