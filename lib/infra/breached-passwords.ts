import { createHash } from 'node:crypto';
import { getEnv } from '@/lib/core/env';
import { getLog } from '@/lib/core/log';

/** Whoever chooses a password waits no longer for this than for the rest, in milliseconds. */
const ANSWER_WITHIN_MS = 1_000;

/** The service is asked about this much of the hash, which some thousand passwords share. */
const PREFIX_LENGTH = 5;

/**
 * Whether a password is known from breaches elsewhere (ASVS 6.2.12), by the range API of Have I Been Pwned: only the
 * first five digits of its SHA-1, which is what that service is keyed by, leave the house. No answer in a second, or
 * none that makes sense, counts as no: nobody is kept from a password because a stranger's service is down.
 */
export async function isBreachedPassword(password: string): Promise<boolean> {
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
  try {
    const counts = await readRange(hash.slice(0, PREFIX_LENGTH));
    // Padding, which hides from a listener how long the answer is, has the count 0.
    return (counts.get(hash.slice(PREFIX_LENGTH)) ?? 0) > 0;
  } catch (error) {
    getLog().warn({ err: error }, 'The breach check got no answer: a password was taken without it');
    return false;
  }
}

/** How often each hash that begins with `prefix` was seen, by the rest of it. Throws when that is not the answer. */
async function readRange(prefix: string): Promise<Map<string, number>> {
  const answer = await fetch(`${getEnv().BREACH_CHECK_URL}/range/${prefix}`, {
    headers: { 'add-padding': 'true', 'user-agent': 'Gatehouse' },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    redirect: 'error',
  });
  if (!answer.ok) throw new Error(`the breach service answered ${answer.status}`);
  const rows = [...(await answer.text()).matchAll(/^([0-9A-F]{35}):(\d+)\r?$/gm)];
  if (rows.length === 0) throw new Error('the breach service answered something else than a range');
  return new Map(rows.map(([, suffix = '', count = '']) => [suffix, Number(count)]));
}
