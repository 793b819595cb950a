import { route } from '@/lib/http/route';
import { listConnections } from '@/lib/use-cases/list-connections';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: listConnections });
