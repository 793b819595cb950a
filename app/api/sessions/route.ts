import { route } from '@/lib/http/route';
import { endOtherSessions } from '@/lib/use-cases/end-other-sessions';
import { listSessions } from '@/lib/use-cases/list-sessions';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: listSessions, DELETE: endOtherSessions });
