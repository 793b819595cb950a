import { route } from '@/lib/http/route';
import { explainAccess } from '@/lib/use-cases/explain-access';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: explainAccess });
