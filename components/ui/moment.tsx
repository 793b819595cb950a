const SHOWN = {
  day: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
  minute: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
} as const;

/** A point in time. The server does not know where its reader is, so it names the zone rather than guess. */
export function Moment({ iso, show }: { iso: string; show: keyof typeof SHOWN }) {
  return (
    <time dateTime={iso}>
      {SHOWN[show].format(new Date(iso))}
      {show === 'minute' && ' UTC'}
    </time>
  );
}
