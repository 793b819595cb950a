import { route } from '@/lib/http/route';
import { resendMail } from '@/lib/use-cases/resend-mail';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: resendMail });
