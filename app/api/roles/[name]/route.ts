import { route } from '@/lib/http/route';
import { deleteRole } from '@/lib/use-cases/delete-role';
import { updateRole } from '@/lib/use-cases/update-role';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ PATCH: updateRole, DELETE: deleteRole });
