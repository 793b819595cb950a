import { route } from '@/lib/http/route';
import { listActivity } from '@/lib/use-cases/list-activity';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: listActivity });
