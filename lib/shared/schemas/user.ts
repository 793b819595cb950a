import { z } from 'zod';
import { personName } from './fields';

/** A person as they see themselves. */
export const userOutput = z.object({
  id: z.uuid(),
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  is_activated: z.boolean(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()).describe('What the roles allow, all together.'),
  created_at: z.iso.datetime(),
  last_login_at: z.iso.datetime().nullable(),
  avatar_url: z.string().nullable().describe('Where the picture is, on this site.'),
});

export type UserOutput = z.output<typeof userOutput>;

export const updateMeInput = z
  .object({ first_name: personName.optional(), last_name: personName.optional() })
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Send at least one name to change.');
