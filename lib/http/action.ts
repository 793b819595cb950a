import { redirect } from 'next/navigation';
import { headers } from 'next/headers';
import type { z } from 'zod';
import { toProblem, type Problem } from '@/lib/core/problem';
import { waitInWords } from '@/lib/core/time';
import type { Context } from '@/lib/domain/context';
import { execute } from '@/lib/domain/execute';
import type { UseCase } from '@/lib/domain/use-case';
import { CAPTCHA_FIELD } from '@/lib/shared/captcha';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import type { FormState } from '@/lib/shared/form-state';
import { admit } from './admit';
import { logProblem } from './answer';
import { assertOwnOrigin } from './origin';
import { applyOutgoing, createServerContext } from './server-context';

type Options<Output extends z.ZodType> = {
  /** Turns the form's texts into the operation's raw input; by default they are taken as they are. */
  toInput?: (fields: Record<string, string>) => Record<string, unknown>;
  /** Where to go on success; without it the form shows the operation's message. */
  next?: (output: z.output<Output>, fields: Record<string, string>) => string | undefined;
  /** What the form says on success; without it, the operation's message. */
  said?: (output: z.output<Output>) => string;
  /** What this form adds to a refusal: a sentence. */
  hints?: Partial<Record<ProblemCode, string>>;
};

/** What the captcha of a form says; the API has no words by the field for it. */
const CAPTCHA_WORDS: Partial<Record<ProblemCode, string>> = {
  captcha_failed: 'Solve the captcha.',
  captcha_required: 'Solve the captcha to go on.',
  captcha_unavailable: 'Solve the captcha once more in a moment.',
};

function fieldsOf({ code, fields = {} }: Problem): Record<string, string[]> {
  const words = CAPTCHA_WORDS[code];
  return words === undefined ? fields : { ...fields, [CAPTCHA_FIELD]: [words] };
}

/** What the form says as a whole: the sentence of this case alone; where there is none, what kind of refusal it is, too. */
function messageFor({ code, detail, retryAfterSeconds }: Problem, fields: Record<string, string[]>): string {
  const { title, detail: usual } = PROBLEMS[code];
  // What went wrong stands by a field already where there is one; then only what to do.
  if (detail !== usual || Object.keys(fields).length > 0) return detail;
  return `${title}. ${retryAfterSeconds === undefined ? detail : `Try again in ${waitInWords(retryAfterSeconds)}.`}`;
}

/** The texts of a form. Next's own fields ($ACTION_…) and files are not among them. */
function textsOf(data: FormData): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of data) if (typeof value === 'string' && !name.startsWith('$')) texts[name] = value;
  return texts;
}

/**
 * A use case as a server action: the same door as the API, with words for a form at its other end. What was typed never
 * comes back. `options.next` sends the browser on after a success.
 */
export function action<Input extends z.ZodType, Output extends z.ZodType>(
  useCase: UseCase<Input, Output>,
  { toInput = (fields) => fields, next, said = messageOf, hints = {} }: Options<Output> = {},
): (state: FormState, data: FormData) => Promise<FormState> {
  return async (_state, data) => {
    // A hand-made call may carry anything in place of a form.
    const fields = data instanceof FormData ? textsOf(data) : {};
    const ctx = await createServerContext();
    const result = await attempt(useCase, ctx, () => toInput(fields));
    await applyOutgoing(ctx);
    if ('problem' in result) return refusalOf(result.problem, hints);
    const target = next?.(result.output, fields);
    if (target !== undefined) redirect(target);
    return { status: 'done', message: said(result.output) };
  };
}

async function attempt<Input extends z.ZodType, Output extends z.ZodType>(
  useCase: UseCase<Input, Output>,
  ctx: Context,
  readRaw: () => unknown,
): Promise<{ output: z.output<Output> } | { problem: Problem }> {
  try {
    assertOwnOrigin('POST', await headers());
    const { refusal } = await admit(useCase, ctx);
    if (refusal) throw refusal;
    return { output: await execute(useCase, ctx, readRaw) };
  } catch (error) {
    const problem = toProblem(error);
    logProblem(ctx, problem);
    return { problem };
  }
}

function refusalOf(problem: Problem, hints: Partial<Record<ProblemCode, string>>): FormState {
  const { code, retryAfterSeconds } = problem;
  const fields = fieldsOf(problem);
  const message = [messageFor(problem, fields), hints[code]].filter((part) => part !== undefined).join(' ');
  return { status: 'error', code, message, fields, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

function messageOf(output: unknown): string {
  const { message } = output as { message?: unknown };
  return typeof message === 'string' ? message : 'Saved.';
}
