import { describe, expect, it } from 'vitest';
import { assertOwnOrigin } from '@/lib/http/origin';

const check = (method: string, headers: Record<string, string>) => () => assertOwnOrigin(method, new Headers(headers));

// asvs:3.5.1
describe('a state change', () => {
  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://localhost:3001' }],
    [{ origin: 'https://localhost:3000' }],
    [{ origin: 'http://localhost:3000.evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ] as [Record<string, string>][])('is refused with %j', (headers) => {
    expect(check('POST', headers)).toThrow('origin_rejected');
  });

  it.each([
    [{ origin: 'http://localhost:3000' }],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{}],
  ] as [Record<string, string>][])('passes with %j', (headers) => {
    expect(check('POST', headers)).not.toThrow();
  });
});

it('a read may come from anywhere', () => {
  expect(check('GET', { origin: 'https://evil.example' })).not.toThrow();
});
