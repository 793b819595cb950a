import { route } from '@/lib/http/route';
import { suspendPerson } from '@/lib/use-cases/suspend-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: suspendPerson });
