import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { ItemRow } from '@/components/ui/item-row';
import { Moment, MomentAgo } from '@/components/ui/moment';
import type { NamedSession } from '@/lib/shared/schemas/own-sessions';
import { DeviceIcon } from './device-icon';

/** One living session: on what, from where, since when; `button` ends it. */
export function SessionRow({ session, now, button }: { session: NamedSession; now: Date; button: ReactNode }) {
  const { current, created_at, last_seen_at, ip, device, os } = session;
  return (
    <ItemRow icon={<DeviceIcon os={os} />} button={button}>
      <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
        <span className="inline-block first-letter:uppercase">{device}</span>
        {current && <Badge>This one</Badge>}
      </h3>
      <p className="mt-1.5 text-sm text-muted">
        {current ? 'In use now' : <LastSeen iso={last_seen_at} now={now} />}
        <span aria-hidden="true"> · </span>
        <span className="sr-only">, from </span>
        <span className="wrap-anywhere">{ip}</span>
      </p>
      <p className="text-sm text-muted">
        Signed in on <Moment iso={created_at} show="minute" />
      </p>
    </ItemRow>
  );
}

function LastSeen({ iso, now }: { iso: string; now: Date }) {
  return (
    <>
      Last seen <MomentAgo iso={iso} now={now} />
    </>
  );
}
