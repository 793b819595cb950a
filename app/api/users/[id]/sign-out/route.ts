import { route } from '@/lib/http/route';
import { signOutPerson } from '@/lib/use-cases/sign-out-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: signOutPerson });
