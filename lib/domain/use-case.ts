import type { z } from 'zod';
import type { Permission } from '@/lib/shared/authorization';
import type { PasswordOwner } from '@/lib/shared/password-policy';
import type { ProblemCode } from '@/lib/shared/problems';
import type { Context } from './context';
import type { LockoutName } from './limit-table';

/**
 * Who may call: anyone, who is signed in, who is also activated, or whom the rules also let do what a permission is for:
 * on all of its kind, or, where the operation `isAboutOne` and asks them about that one itself, on some.
 */
export type Access = 'anyone' | 'signed-in' | 'activated' | { permission: Permission; isAboutOne?: true };

/**
 * An operation as a value. `execute` is the only way to run one: it checks access, parses, asks for the captcha, then
 * runs.
 */
export type UseCase<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = {
  /** One line for the reference. */
  summary: string;
  access: Access;
  /** The lockouts that this operation counts against, for the reference; it takes them itself, before it judges. */
  limits: readonly LockoutName[];
  /** True where a captcha is wanted from everyone (when captcha is on). */
  isCaptchaWanted?: boolean;
  /**
   * Whose window its requests use up where it is not the person's (decision 19), so that whoever holds a session of theirs
   * cannot keep them from it. What opens sessions counts for the address: each session would bring a window of its own.
   * Pictures, of which a page shows many, have one of their own.
   */
  countsFor?: 'session' | 'address' | 'pictures';
  /** False for the operations that handle the session's tokens themselves. */
  silentRefresh?: false;
  /** Its body over HTTP is a picture, the field `image` of its input, instead of JSON. */
  takes?: 'image';
  input: Input;
  /**
   * The field in which a password is chosen, and whose it will be as far as that is known before the input is judged: the
   * policy is judged together with its shape, so that everything there is to mend is said at once.
   */
  chosenPassword?: { field: string; ownerOf: (ctx: Context, raw: unknown) => PasswordOwner };
  /** Its answer over HTTP is a picture, as `avatarOutput` has it, instead of JSON. */
  gives?: 'image';
  output: Output;
  /** The status of a success; 200 unless something was created. */
  status?: 200 | 201;
  /** What it may refuse with, besides what its access and input imply. */
  problems: readonly ProblemCode[];
  run: (ctx: Context, input: z.output<Input>) => Promise<z.input<Output>>;
};

/** Declares a use case; exists for its types. */
export function defineUseCase<Input extends z.ZodType, Output extends z.ZodType>(
  useCase: UseCase<Input, Output>,
): UseCase<Input, Output> {
  return useCase;
}
