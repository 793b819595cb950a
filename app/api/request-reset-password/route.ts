import { route } from '@/lib/http/route';
import { requestResetPassword } from '@/lib/use-cases/request-reset-password';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: requestResetPassword });
