import type { UserStatus } from '@/lib/shared/authorization';

/** How somebody stands, in a word. */
export const STATUS_WORDS: Record<UserStatus, string> = {
  active: 'Active',
  pending: 'Not activated',
  suspended: 'Suspended',
};
