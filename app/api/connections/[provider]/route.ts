import { route } from '@/lib/http/route';
import { removeConnection } from '@/lib/use-cases/remove-connection';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ DELETE: removeConnection });
