import { route } from '@/lib/http/route';
import { register } from '@/lib/use-cases/register';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: register });
