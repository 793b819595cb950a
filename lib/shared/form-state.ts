/**
 * What a server action answers its form with: words, never what was typed. `fields` holds the messages by field name;
 * `code` is the problem code of the error table.
 */
export type FormState =
  | { status: 'idle' }
  | { status: 'done'; message: string }
  | { status: 'error'; code: string; message: string; fields: Record<string, string[]>; retryAfterSeconds?: number };

export const idleForm: FormState = { status: 'idle' };

/** A server action as a form sees it. */
export type FormAction = (state: FormState, data: FormData) => Promise<FormState>;
