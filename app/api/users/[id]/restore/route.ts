import { route } from '@/lib/http/route';
import { restorePerson } from '@/lib/use-cases/restore-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: restorePerson });
