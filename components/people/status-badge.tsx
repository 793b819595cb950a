import { Badge, type BadgeTone } from '@/components/ui/badge';
import type { UserStatus } from '@/lib/shared/authorization';
import { STATUS_WORDS } from './status-words';

const TONES: Record<UserStatus, BadgeTone> = { active: 'success', pending: 'quiet', suspended: 'danger' };

export function StatusBadge({ status }: { status: UserStatus }) {
  return <Badge tone={TONES[status]}>{STATUS_WORDS[status]}</Badge>;
}
