import { EmptyState } from '@/components/ui/empty-state';
import { Moment } from '@/components/ui/moment';
import type { ActivityOutput } from '@/lib/shared/schemas/audit';
import { ActivityRow } from './activity-row';

/** What happened, under the day (in UTC) that it happened on. */
export function ActivityList({ activities }: { activities: readonly ActivityOutput[] }) {
  if (activities.length === 0) {
    return <EmptyState>There is nothing here. What happens to your account will be listed in this place.</EmptyState>;
  }
  return (
    <div className="space-y-8">
      {[...byDay(activities)].map(([day, ofDay]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h3 id={`day-${day}`} className="mb-2 text-sm font-semibold text-muted">
            <Moment iso={`${day}T00:00:00.000Z`} show="day" />
          </h3>
          <ul className="divide-y divide-line rounded-panel bg-panel shadow-panel ring-1 ring-line">
            {ofDay.map((activity) => (
              <li key={activity.id}>
                <ActivityRow activity={activity} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function byDay(activities: readonly ActivityOutput[]): Map<string, ActivityOutput[]> {
  const days = new Map<string, ActivityOutput[]>();
  for (const activity of activities) {
    const day = activity.at.slice(0, 'yyyy-mm-dd'.length);
    days.set(day, [...(days.get(day) ?? []), activity]);
  }
  return days;
}
