import { route } from '@/lib/http/route';
import { createPolicy } from '@/lib/use-cases/create-policy';
import { listPolicies } from '@/lib/use-cases/list-policies';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: listPolicies, POST: createPolicy });
