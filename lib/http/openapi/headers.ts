import type { Header, Reference } from '@/lib/shared/openapi';

const text: Header['schema'] = { type: 'string' };

/** The headers of our answers that a program may want to read. */
export const HEADERS = {
  RequestId: {
    description: 'What the log of the site calls this request.',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  },
  RateLimitPolicy: {
    description: 'How many requests the caller may make within how many seconds: `"person";q=50;w=60`.',
    required: true,
    schema: text,
  },
  RateLimit: {
    description: 'How many of them are left, and in how many seconds there are more: `"person";r=49;t=60`.',
    required: true,
    schema: text,
  },
  RetryAfter: {
    description: 'In how many seconds it is worth trying again, where that is known.',
    schema: { type: 'integer', minimum: 0 },
  },
  WwwAuthenticate: { description: 'How to say who one is: `Bearer`.', required: true, schema: { const: 'Bearer' } },
  SetCookie: { description: 'The cookies that this leaves or takes away.', required: true, schema: text },
} as const satisfies Record<string, Header>;

export function headerRef(name: keyof typeof HEADERS): Reference {
  return { $ref: `#/components/headers/${name}` };
}
