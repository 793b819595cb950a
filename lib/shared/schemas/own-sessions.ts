import { z } from 'zod';

/** A session as its own person sees it. */
const sessionOutput = z.object({
  id: z.uuid(),
  current: z.boolean().describe('Whether it is the one that asks.'),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime().describe('When it was last refreshed, or began.'),
  ip: z.string(),
  user_agent: z.string(),
  browser: z.string(),
  os: z.string(),
});

/** The same with its device in words, as mails name it: "Firefox on Linux", "an unknown device". */
export type NamedSession = z.output<typeof sessionOutput> & { device: string };

export const listSessionsOutput = z.object({ results: z.array(sessionOutput) });

/** Any text may be asked for: what is no session's id is not found, like every id that is not one's own. */
export const endSessionInput = z.object({ id: z.string() });
