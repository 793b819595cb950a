import { forbidden, notFound, redirect } from 'next/navigation';
import type { z } from 'zod';
import { toProblem, type Problem } from '@/lib/core/problem';
import { assertMayCall, execute } from '@/lib/domain/execute';
import type { UseCase } from '@/lib/domain/use-case';
import { logProblem } from './answer';
import { getPageContext } from './page-context';
import { requestedPath } from './request-scope';

/**
 * Runs a use case for a page: its output, or the page that the refusal stands for. Strangers are sent to sign in,
 * people not yet activated to their code, and what one may not see is not there; nor is anything at an address that was
 * made up.
 */
export async function load<Input extends z.ZodType, Output extends z.ZodType>(
  useCase: UseCase<Input, Output>,
  input: z.input<Input>,
): Promise<z.output<Output>> {
  const ctx = await getPageContext();
  try {
    return await execute(useCase, ctx, () => input);
  } catch (error) {
    const problem = toProblem(error);
    logProblem(ctx, problem);
    return refusePage(problem);
  }
}

/** For a page with nothing but the form of an operation: it is refused to whoever may not call that. */
export async function loadFormOf(useCase: UseCase): Promise<void> {
  const ctx = await getPageContext();
  try {
    await assertMayCall(useCase, ctx);
  } catch (error) {
    const problem = toProblem(error);
    logProblem(ctx, problem);
    refusePage(problem);
  }
}

/** What is wrong with what a page was asked by its address: a sentence, and messages by the field. */
type Said = { message: string; fields: Record<string, string[]> };

/** The same where a form asks by GET: what is wrong with what was typed is said beside the form. */
export async function loadOrSay<Input extends z.ZodType, Output extends z.ZodType>(
  useCase: UseCase<Input, Output>,
  raw: unknown,
): Promise<{ output: z.output<Output> } | { refusal: Said }> {
  const ctx = await getPageContext();
  try {
    return { output: await execute(useCase, ctx, () => raw) };
  } catch (error) {
    const problem = toProblem(error);
    logProblem(ctx, problem);
    if (problem.code !== 'invalid_input' && problem.code !== 'not_found') return refusePage(problem);
    return { refusal: { message: problem.detail, fields: problem.fields ?? {} } };
  }
}

function refusePage(problem: Problem): never {
  if (problem.code === 'unauthenticated') {
    const path = requestedPath();
    redirect(path === undefined ? '/login' : `/login?next=${encodeURIComponent(path)}`);
  }
  if (problem.code === 'not_activated') redirect('/activation-page');
  if (problem.code === 'forbidden') forbidden();
  if (problem.code === 'not_found' || problem.code === 'invalid_input') notFound();
  throw problem;
}
