import { route } from '@/lib/http/route';
import { getMe } from '@/lib/use-cases/get-me';
import { updateMe } from '@/lib/use-cases/update-me';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: getMe, PATCH: updateMe });
