import { route } from '@/lib/http/route';
import { login } from '@/lib/use-cases/login';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: login });
