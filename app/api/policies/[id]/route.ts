import { route } from '@/lib/http/route';
import { deletePolicy } from '@/lib/use-cases/delete-policy';
import { updatePolicy } from '@/lib/use-cases/update-policy';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ PATCH: updatePolicy, DELETE: deletePolicy });
