import { z } from 'zod';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, PASSWORD_RULES, type PasswordOwner } from '../password-policy';
import { emailAddress, personName } from './fields';

/**
 * A password that is being chosen. What it must be, a form says by {@link withPasswordRules}, and the server where it
 * judges the input: both see the person too.
 */
export const chosenPassword = z
  .string({ error: 'Choose a password.' })
  // Half a character becomes another one in UTF-8: many such passwords would be one.
  .refine((typed) => !/\p{Surrogate}/u.test(typed), 'This holds a character that is none. Type the password again.')
  .describe(
    `A new password, ${PASSWORD_MIN_LENGTH} to ${PASSWORD_MAX_LENGTH} characters as they are typed; not like one’s names or address, not a common one, not only digits.`,
  );

export const repeatedPassword = z.string({ error: 'Type the password again.' }).describe('The same once more.');

type Typed = Record<string, unknown>;

/** Judged even while another field is wrong, so that everything there is to mend is said at once. */
function whenTyped(...names: string[]) {
  return ({ value }: { value: unknown }) =>
    typeof value === 'object' && value !== null && names.every((name) => typeof (value as Typed)[name] === 'string');
}

/** Wants the same in the fields `name` and `repeat`. */
export function withRepeat<Schema extends z.ZodObject>(schema: Schema, name: string, repeat: string): Schema {
  return schema.refine((form: Typed) => form[name] === form[repeat], {
    path: [repeat],
    message: 'The two passwords are not the same.',
    when: whenTyped(name, repeat),
  });
}

const ownerInForm = z.object({
  first_name: personName.optional().catch(undefined),
  last_name: personName.optional().catch(undefined),
  email: emailAddress.optional().catch(undefined),
});

/** Whose password is being chosen, by what is typed beside it: what is no name and no address is nobody's. */
export function typedOwner(form: unknown): PasswordOwner {
  return ownerInForm.catch({}).parse(form);
}

/** Adds the password policy for the field `name` to a form's schema, for the browser: the server knows all of it. */
export function withPasswordRules<Schema extends z.ZodObject>(schema: Schema, name: string): Schema {
  return PASSWORD_RULES.reduce(
    (ruled, { message, isBroken }) =>
      ruled.refine((form: Typed) => !isBroken(String(form[name]), typedOwner(form)), {
        path: [name],
        message,
        when: whenTyped(name),
      }),
    schema,
  );
}
