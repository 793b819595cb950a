import { Badge } from '@/components/ui/badge';
import { LineIcon } from '@/components/ui/line-icon';
import { Moment } from '@/components/ui/moment';
import type { ActivityOutput } from '@/lib/shared/schemas/audit';
import { Detail } from './detail';
import { deviceOf } from './device-of';

/** One thing that happened: in words, when, and from where. */
export function ActivityRow({ activity }: { activity: ActivityOutput }) {
  const { at, words, outcome, current, ip } = activity;
  const device = deviceOf(activity);
  return (
    <div className="flex gap-4 px-5 py-4 sm:px-6">
      <OutcomeIcon outcome={outcome} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
          <span className="min-w-0 wrap-anywhere">{words}</span>
          {current && <Badge>This session</Badge>}
        </p>
        <p className="mt-0.5 text-sm text-muted">
          <Moment iso={at} show="time" />
          {ip !== null && <Detail word="from">{ip}</Detail>}
          {device !== null && !words.includes(device) && <Detail word="with">{device}</Detail>}
        </p>
      </div>
    </div>
  );
}

const ICONS = {
  success: { look: 'bg-accent-soft text-accent', path: 'm7 12.5 3.5 3.5L17 8.5' },
  failure: { look: 'bg-danger-soft text-danger', path: 'M12 7v6.5m0 3.25v.01' },
} as const;

function OutcomeIcon({ outcome }: Pick<ActivityOutput, 'outcome'>) {
  const { look, path } = ICONS[outcome];
  return (
    <span className={`mt-0.5 grid size-8 shrink-0 place-items-center rounded-full ${look}`}>
      <LineIcon className="size-5">
        <path d={path} />
      </LineIcon>
    </span>
  );
}
