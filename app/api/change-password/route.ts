import { route } from '@/lib/http/route';
import { changePassword } from '@/lib/use-cases/change-password';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: changePassword });
