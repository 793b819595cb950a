import { route } from '@/lib/http/route';
import { resendCode } from '@/lib/use-cases/resend-code';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: resendCode });
