import { expect, test } from 'vitest';
import { catalogue } from '@/lib/http/catalogue';
import { operationLabels } from '@/lib/http/operation-label';

const labelOf = operationLabels(catalogue);

test.each([
  ['GET', '/api/me', 'GET /api/me'],
  ['HEAD', '/api/me/?x=1', 'GET /api/me'],
  ['PATCH', '/api/users/0192f3c4', 'PATCH /api/users/{id}'],
  ['GET', '/api/audit/verify', 'GET /api/audit/verify'],
  ['DELETE', '/api/me', 'unknown operation'],
  ['GET', '/api/health/live', 'GET /api/health/live'],
  ['GET', '/api/auth/session', 'next-auth'],
  ['PUT', '/api/inngest?fnId=x', 'inngest'],
  ['GET', '/api/users/1/2/3', 'unknown operation'],
  ['GET', '/_next/static/chunks/1.js', 'asset'],
  ['GET', '/activate/a-token', 'page'],
  ['POST', '/login', 'action'],
  ['GET', '/', 'page'],
  ['GET', `/${'/'.repeat(10_000)}x`, 'page'],
])('%s %s is counted as %s', (method, url, label) => {
  expect(labelOf(method, url)).toBe(label);
});

test('every operation is counted under its own name', () => {
  for (const { method, path } of catalogue) {
    expect(labelOf(method, path.replaceAll(/\{\w+\}/g, 'a-value'))).toBe(`${method} ${path}`);
  }
});
