import { route } from '@/lib/http/route';
import { readPerson } from '@/lib/use-cases/read-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: readPerson });
