import { route } from '@/lib/http/route';
import { refresh } from '@/lib/use-cases/refresh';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: refresh });
