import { route } from '@/lib/http/route';
import { activateAccount } from '@/lib/use-cases/activate-account';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: activateAccount });
