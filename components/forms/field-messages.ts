import type { FieldError, FieldErrors } from 'react-hook-form';
import type { FormState } from '@/lib/shared/form-state';

/** Marks what the server said, which the browser's own judging must not wipe away. */
const SERVER = 'server';

/** Every message of one field, each once, in the order in which the rules stand in the schema. */
export function messagesOf(error: FieldError | undefined): string[] {
  if (!error) return [];
  const all = Object.values(error.types ?? {}).flat();
  const messages = all.filter((message) => typeof message === 'string' && message !== '');
  return [...new Set(messages.length > 0 ? (messages as string[]) : [error.message ?? ''])];
}

/** What the server said about single fields, in the form's own terms; undefined when it said nothing of the kind. */
export function serverErrors(state: FormState): FieldErrors | undefined {
  if (state.status !== 'error' || Object.keys(state.fields).length === 0) return undefined;
  const errors: FieldErrors = {};
  for (const [name, messages] of Object.entries(state.fields)) {
    errors[name] = { type: SERVER, types: { [SERVER]: messages } };
  }
  return errors;
}

/** The fields whose message may change with another field's value: the marked ones, but for the server's own words. */
export function rejudgeable(errors: Record<string, FieldError | undefined>, edited: string): string[] {
  return Object.keys(errors).filter((name) => name !== edited && errors[name]?.type !== SERVER);
}
