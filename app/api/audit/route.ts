import { route } from '@/lib/http/route';
import { listAudit } from '@/lib/use-cases/list-audit';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: listAudit });
