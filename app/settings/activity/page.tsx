import type { Metadata } from 'next';
import { ActivityList } from '@/components/activity/activity-list';
import { CursorPager } from '@/components/ui/cursor-pager';
import { load } from '@/lib/http/load';
import { listActivity } from '@/lib/use-cases/list-activity';
import { SettingsPage } from '../settings-page';

export const metadata: Metadata = { title: 'Activity', robots: { index: false } };

export default async function ActivityPage({ searchParams }: PageProps<'/settings/activity'>) {
  const { cursor } = await searchParams;
  const isFirst = typeof cursor !== 'string';
  const { results, next_cursor } = await load(listActivity, isFirst ? {} : { cursor });
  return (
    <SettingsPage
      title="Activity"
      intro="What happened to your account: by you, by administrators, and by whoever tried. If something here was not you, change your password."
      current="/settings/activity"
    >
      <ActivityList activities={results} />
      <CursorPager label="Pages of the activity" path="/settings/activity" isFirst={isFirst} nextCursor={next_cursor} />
    </SettingsPage>
  );
}
