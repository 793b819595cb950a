import { nextAuthRoute } from '@/lib/http/next-auth-route';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = nextAuthRoute;
