import { route } from '@/lib/http/route';
import { assignRoles } from '@/lib/use-cases/assign-roles';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ PUT: assignRoles });
