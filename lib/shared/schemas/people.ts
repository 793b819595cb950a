import { z } from 'zod';
import { ACTIONS, USER_STATUSES } from '../authorization';
import { emailAddress, personName } from './fields';

/** Rows on a page, unless another number is asked for, and at most. */
export const PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;
const MAX_PAGE = 1_000_000;
export const SEARCH_MAX_LENGTH = 100;
const REASON_MAX_LENGTH = 500;
const MAX_ROLES_OF_ONE = 20;
const A_TIME = 'Send a time such as 2030-01-31T12:00:00Z.';

/** A person as somebody else sees them: what the caller may not see is absent. */
export const personOutput = z.object({
  id: z.uuid(),
  email: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  avatar_url: z.string().nullable().describe('Where the picture is, on this site.').optional(),
  status: z.enum(USER_STATUSES).optional(),
  roles: z.array(z.string()).optional(),
  manager_id: z.uuid().nullable().optional(),
  created_at: z.iso.datetime().optional(),
  last_login_at: z.iso.datetime().nullable().optional(),
  suspended_until: z.iso.datetime().nullable().describe('`null`: until somebody lifts it.').optional(),
  suspended_reason: z.string().nullable().optional(),
});
export type PersonOutput = z.output<typeof personOutput>;

/** One person, with what the caller may do to them. */
export const personDetailOutput = personOutput.extend({
  allowed_actions: z.array(z.enum(ACTIONS.user)).describe('What the caller may do to them.'),
});
export type PersonDetailOutput = z.output<typeof personDetailOutput>;

/** A number, also as it stands in a query: in digits. */
const countedTo = (most: number, what: string, tooMany: string) => {
  const wrong = `${what} is a whole number from 1.`;
  const inDigits = z.string().regex(/^\d+$/, wrong).transform(Number);
  return z.union([z.number(), inDigits], { error: wrong }).pipe(z.int(wrong).min(1, wrong).max(most, tooMany));
};

export const listPeopleInput = z.object({
  page: countedTo(MAX_PAGE, 'A page', 'There is no such page.').describe('Which page.').default(1),
  page_size: countedTo(MAX_PAGE_SIZE, 'A size', `At most ${MAX_PAGE_SIZE} are on a page.`)
    .describe('How many are on a page.')
    .default(PAGE_SIZE),
  search: z
    .string({ error: 'Send one text.' })
    // As names are kept: what is pasted brings tabs and line breaks.
    .overwrite((text) => text.replaceAll(/\s+/g, ' ').trim())
    .max(SEARCH_MAX_LENGTH, `Use at most ${SEARCH_MAX_LENGTH} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), 'Leave control characters out.')
    .describe(
      'Part of a name, of “first last” or of an address, in any case. One or two characters are where one begins.',
    )
    .default(''),
  status: z.enum(USER_STATUSES, { error: `Choose one of: ${USER_STATUSES.join(', ')}.` }).optional(),
});
export type ListPeopleInput = z.output<typeof listPeopleInput>;

/** A page of people: how many there are in all, and where the pages beside this one are. */
export const listPeopleOutput = z.object({
  count: z.int().describe('How many there are in all.'),
  next: z.string().nullable().describe('Where the next page is.'),
  previous: z.string().nullable().describe('Where the page before is.'),
  results: z.array(personOutput),
});

const roleNames = z
  .array(z.string({ error: 'Send names of roles.' }), { error: 'Send a list of roles.' })
  .max(MAX_ROLES_OF_ONE, `Give somebody at most ${MAX_ROLES_OF_ONE} roles.`)
  .transform((names) => [...new Set(names)].toSorted())
  .describe('Names of roles.');

/** Any text may be asked for; what is nobody's id is not found. In capitals, an id is the same one. */
export const personIdInput = z.object({ id: z.string().toLowerCase().describe('The id of a person.') });

export const invitePersonInput = z.object({
  first_name: personName,
  last_name: personName,
  email: emailAddress,
  roles: roleNames.optional(),
});

export const updatePersonInput = personIdInput
  .extend({
    first_name: personName.optional(),
    last_name: personName.optional(),
    manager_id: z
      .uuid('Send the id of a person.')
      .toLowerCase()
      .nullable()
      .describe('To whom they report; `null`: to nobody.')
      .optional(),
  })
  .refine(
    ({ first_name, last_name, manager_id }) => [first_name, last_name, manager_id].some((value) => value !== undefined),
    'Send a name or a manager to change.',
  );

export const assignRolesInput = personIdInput.extend({ roles: roleNames });

export const suspendPersonInput = personIdInput.extend({
  reason: z
    .string({ error: 'Say why.' })
    .trim()
    .min(1, 'Say why.')
    .max(REASON_MAX_LENGTH, `Use at most ${REASON_MAX_LENGTH} characters.`)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'Leave control characters out.')
    .describe('Why: it stands in the record, and with the person.'),
  until: z.iso
    .datetime({ offset: true, error: A_TIME })
    .transform((text) => new Date(text))
    // At the ends of the calendar, an offset may lead to a year of five digits.
    .refine((time) => time.getUTCFullYear() >= 0 && time.getUTCFullYear() <= 9999, A_TIME)
    .nullable()
    .describe('A time to come; `null` or left out: until somebody lifts it.')
    .optional(),
});
