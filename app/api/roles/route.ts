import { route } from '@/lib/http/route';
import { createRole } from '@/lib/use-cases/create-role';
import { listRoles } from '@/lib/use-cases/list-roles';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: listRoles, POST: createRole });
