import { z } from 'zod';
import { requireActor } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { toUserOutput } from '@/lib/domain/people';
import { defineUseCase, type UseCase } from '@/lib/domain/use-case';
import type { Permission } from '@/lib/shared/authorization';
import type { FormAction } from '@/lib/shared/form-state';
import { messageOutput, noInput } from '@/lib/shared/schemas/session';
import { userOutput, type UserOutput } from '@/lib/shared/schemas/user';
import { action } from './action';
import { load } from './load';
import { routeHandler, type Handler } from './route';

// For the pages, route handlers and server actions of a product: who is signed in, and may they do this? Each is a use
// case of its own behind the one door, so that it is refused, counted and recorded like all others.

type Wanted<Input extends z.ZodType> = {
  /** What they have to be let do, on all of its kind; without it, every activated person may. */
  permission?: Permission;
  /** The shape of what is sent: the path and the JSON body, the path and the query, or the texts of a form. */
  input?: Input;
};

/** Does the work for who is signed in. `ctx` has the database (`ctx.db`), the clock and the log of this request. */
type Work<Input extends z.ZodType, Result> = (
  me: UserOutput,
  input: z.output<Input>,
  ctx: Context,
) => Result | Promise<Result>;

function operation<Input extends z.ZodType, Output extends z.ZodType>(
  { permission, input }: Wanted<Input>,
  output: Output,
  work: Work<Input, z.input<Output>>,
): UseCase<Input, Output> {
  return defineUseCase({
    summary: permission === undefined ? 'For people of this site' : `For people with ${permission}`,
    access: permission === undefined ? 'activated' : { permission },
    limits: [],
    // Where none is given, Input is that of `noInput`: what personRoute and personAction say by default.
    input: input ?? (noInput as unknown as Input),
    output,
    problems: [],
    run: async (ctx, given) => work(toUserOutput(requireActor(ctx).person), given, ctx),
  });
}

/**
 * Who is signed in, for a page: `const me = await requirePerson('users.read')`. Strangers are sent to sign in and come
 * back, who has still to activate is sent to do that, and who lacks the permission sees a page that says so.
 */
export function requirePerson(permission?: Permission): Promise<UserOutput> {
  const wanted = permission === undefined ? {} : { permission };
  return load(
    operation(wanted, userOutput, (me) => me),
    {},
  );
}

/**
 * A route handler: `export const GET = personRoute({ permission: 'users.read' }, (me) => ({ … }))`. What the work
 * gives is answered as JSON, a `Response` as it is but kept by no cache; what it refuses (`throw new
 * Problem('not_found')`) or what went wrong, as a problem document.
 */
export function personRoute<Input extends z.ZodType = typeof noInput>(
  wanted: Wanted<Input>,
  work: Work<Input, object>,
): Handler {
  return routeHandler(operation(wanted, z.custom<object>(), work));
}

/**
 * A server action for `useActionForm`: `export const save = personAction({ input }, (me, input) => 'Saved.')`. The
 * form says what the work gives, or what was refused.
 */
export function personAction<Input extends z.ZodType = typeof noInput>(
  wanted: Wanted<Input>,
  work: Work<Input, string>,
): FormAction {
  return action(operation(wanted, messageOutput, async (me, input, ctx) => ({ message: await work(me, input, ctx) })));
}
