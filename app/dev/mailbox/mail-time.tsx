/** A moment (ISO 8601, UTC) to the second, because in development mails come fast. */
export function MailTime({ at }: { at: string }) {
  return <time dateTime={at}>{`${at.slice(0, 10)} ${at.slice(11, 19)} UTC`}</time>;
}
