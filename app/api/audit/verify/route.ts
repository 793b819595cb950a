import { route } from '@/lib/http/route';
import { verifyAudit } from '@/lib/use-cases/verify-audit';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: verifyAudit });
