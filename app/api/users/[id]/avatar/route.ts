import { route } from '@/lib/http/route';
import { readAvatar } from '@/lib/use-cases/read-avatar';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: readAvatar });
