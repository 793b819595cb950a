import { route } from '@/lib/http/route';
import { logout } from '@/lib/use-cases/logout';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: logout });
