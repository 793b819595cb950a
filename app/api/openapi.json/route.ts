import { documentRoute } from '@/lib/http/document-route';
import { apiDocument } from '@/lib/http/openapi/document';

/** Kept for an hour: it changes with the program alone. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = documentRoute({
  type: 'application/json',
  maxAgeSeconds: 3600,
  read: apiDocument,
});
