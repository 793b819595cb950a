/** What a connection or a statement failed with: pg's `DatabaseError` or Node's system error. */
type Failure = { code?: unknown; message?: unknown };

type Place = { host: string; database: string; user: string };

function placeOf(url: string): Place {
  const { host, pathname, username } = new URL(url);
  return { host, database: decodeURIComponent(pathname.slice(1)), user: decodeURIComponent(username) };
}

/** PostgreSQL's SQLSTATE codes and Node's error codes that a person can mend, as what to do about them. */
const SENTENCES: Record<string, (place: Place) => string> = {
  '3D000': ({ database }) =>
    `The database "${database}" of DATABASE_URL does not exist. Create it (createdb ${database}) and start again.`,
  '28P01': ({ user }) => `The database refused the password of "${user}". Mend DATABASE_URL.`,
  '28000': ({ user, host }) => `The database at ${host} does not let "${user}" in. Mend DATABASE_URL or pg_hba.conf.`,
  '53300': ({ host }) => `The database at ${host} has no connection left. Raise max_connections or close some.`,
  '57P03': ({ host }) => `The database at ${host} is still starting. Try again in a moment.`,
  ECONNREFUSED: ({ host }) =>
    `Nobody answers at ${host}, where DATABASE_URL says the database is. Start it, or mend it.`,
  ENOTFOUND: ({ host }) => `There is no machine called ${host}, where DATABASE_URL says the database is. Mend it.`,
  EAI_AGAIN: ({ host }) => `The name ${host}, where DATABASE_URL says the database is, cannot be looked up now.`,
  ETIMEDOUT: ({ host }) => `The database at ${host} did not answer in time. Is it the right address, and open to here?`,
};

/** A start or a migration that the database stands in the way of, as one sentence with what to do. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}

function codeOf({ code, message }: Failure): string | undefined {
  if (typeof code === 'string') return code;
  // pg's own timer raises an error without a code.
  return /timeout/.test(String(message)) ? 'ETIMEDOUT' : undefined;
}

/** Turns what connecting to `url` failed with into a sentence. The password of `url` is never part of it. */
export function explainDatabaseFailure(error: unknown, url: string): DatabaseProblem {
  if (error instanceof DatabaseProblem) return error;
  if (!URL.canParse(url)) {
    return new DatabaseProblem(
      'DATABASE_URL cannot be read: percent-encode what is not a letter or digit in its password.',
    );
  }
  const failure = error as Failure;
  const place = placeOf(url);
  const sentence = SENTENCES[codeOf(failure) ?? '']?.(place);
  return new DatabaseProblem(sentence ?? `The database at ${place.host} cannot be used: ${String(failure.message)}`, {
    cause: error,
  });
}
