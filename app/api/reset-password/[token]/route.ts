import { route } from '@/lib/http/route';
import { resetPassword } from '@/lib/use-cases/reset-password';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: resetPassword });
