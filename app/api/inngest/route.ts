import { handleInngest } from '@/inngest/handler';
import { signedRoute } from '@/lib/http/signed-route';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = signedRoute(handleInngest);
