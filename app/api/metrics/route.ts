import { metricsRoute } from '@/lib/http/metrics';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = metricsRoute;
