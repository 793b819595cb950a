import { route } from '@/lib/http/route';
import { sendReset } from '@/lib/use-cases/send-reset';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: sendReset });
