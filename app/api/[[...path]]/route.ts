import { route } from '@/lib/http/route';

// No operation lives here: every other path under /api is a problem document rather than a page.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({});
