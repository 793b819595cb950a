import { route } from '@/lib/http/route';
import { endSession } from '@/lib/use-cases/end-session';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ DELETE: endSession });
