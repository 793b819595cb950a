import { documentRoute } from '@/lib/http/document-route';
import { publishedKeys } from '@/lib/http/encrypted-body';

/** RFC 7517 §8.5.2. Kept for five minutes: a key goes on opening for days after it is no longer published. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = documentRoute({
  type: 'application/jwk-set+json',
  maxAgeSeconds: 300,
  read: publishedKeys,
});
