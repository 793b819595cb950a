import { z } from 'zod';
import { PASSWORD_RULES, type PasswordOwner } from '../password-policy';

/** A password that is being chosen; what it must be is said by {@link withPasswordRules}, which sees the person too. */
export const chosenPassword = z.string({ error: 'Choose a password.' });

type Typed = PasswordOwner & Record<string, unknown>;

/** Judged even while another field is wrong, so that everything there is to mend is said at once. */
function whenTyped(...names: string[]) {
  return ({ value }: { value: unknown }) =>
    typeof value === 'object' && value !== null && names.every((name) => typeof (value as Typed)[name] === 'string');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Adds the password policy for the field `name`, and that `repeat` holds the same, to a form's schema. */
export function withPasswordRules<Schema extends z.ZodObject>(schema: Schema, name: string, repeat: string): Schema {
  const isSame = (form: Typed) => form[name] === form[repeat];
  let ruled = schema.refine((form) => isSame(form), {
    path: [repeat],
    message: 'The two passwords are not the same.',
    when: whenTyped(name, repeat),
  });
  for (const { message, isBroken } of PASSWORD_RULES) {
    const isKept = (form: Typed) =>
      !isBroken(textOf(form[name]), {
        first_name: textOf(form['first_name']),
        last_name: textOf(form['last_name']),
        email: textOf(form['email']),
      });
    ruled = ruled.refine((form) => isKept(form), { path: [name], message, when: whenTyped(name) });
  }
  return ruled;
}
