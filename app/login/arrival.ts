/**
 * The words for what brought somebody to the sign-in page: `?error=…` and `?notice=…`. Only these are ever shown; what
 * else stands in the address is a stranger's text and stays there.
 */
const ERRORS: Record<string, string> = {
  session_expired: 'Your session has ended. Please sign in again.',
  account_suspended: 'This account is suspended. Please contact the people who run this site.',
};

const NOTICES: Record<string, string> = {
  signed_out: 'You are signed out.',
  activated: 'Your account is active. Sign in to go on.',
  password_changed: 'Your password is changed. Sign in with the new one.',
};

const OTHER_ERROR = 'Signing in did not work. Please try again.';

type Query = Record<string, string | string[] | undefined>;

/** What to tell somebody who arrives with this query; null when there is nothing to say. */
export function loginArrival({ error, notice }: Query): { tone: 'danger' | 'success'; words: string } | null {
  if (error !== undefined) return { tone: 'danger', words: wordsOf(ERRORS, error) ?? OTHER_ERROR };
  const words = wordsOf(NOTICES, notice);
  return words === undefined ? null : { tone: 'success', words };
}

function wordsOf(table: Record<string, string>, key: Query[string]): string | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}
