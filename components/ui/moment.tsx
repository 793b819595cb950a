const SHOWN = {
  day: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
  minute: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
  second: new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }),
  time: new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' }),
} as const;

/** A point in time. The server does not know where its reader is, so it names the zone rather than guess. */
export function Moment({ iso, show }: { iso: string; show: keyof typeof SHOWN }) {
  return <time dateTime={iso}>{momentInWords(iso, show)}</time>;
}

/** How long ago something was, seen from `now`; the minute of it shows when one points at it. */
export function MomentAgo({ iso, now }: { iso: string; now: Date }) {
  return (
    <time dateTime={iso} title={momentInWords(iso, 'minute')}>
      {ago((now.getTime() - new Date(iso).getTime()) / 1000)}
    </time>
  );
}

/** A point in time, where a sentence has to name it. */
export function momentInWords(iso: string, show: keyof typeof SHOWN): string {
  return `${SHOWN[show].format(new Date(iso))}${show === 'day' ? '' : ' UTC'}`;
}

const AGO = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });

/** From each unit's length in seconds on, it is the one to count in. */
const UNITS = [
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function ago(seconds: number): string {
  const [unit, length] = UNITS.find(([, from]) => seconds >= from) ?? ['second', 1];
  return unit === 'second' ? 'just now' : AGO.format(-Math.floor(seconds / length), unit);
}
