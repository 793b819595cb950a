import { expect, it } from 'vitest';
import { describeApi } from '@/lib/http/openapi/document';
import { unansweredAnswers } from './answers-look';
import { documentedAnswers } from './api-answers';

const documented = documentedAnswers(describeApi({ appUrl: 'http://localhost:3000', isHttps: false }));

it('waits for every success and every documented problem of each operation', () => {
  const ofLogin = documented.filter((kind) => kind.startsWith('login '));
  expect(ofLogin).toContain('login 200');
  expect(ofLogin).toContain('login invalid_credentials');
  expect(ofLogin).toContain('login internal');
  expect(documented).toContain('getReadiness 503');
  expect(documented.filter((kind, at) => documented.indexOf(kind) !== at)).toEqual([]);
});

it('tells what was documented and never seen, and what was seen although nobody waits for it', () => {
  const seen = new Set(documented.filter((kind) => kind !== 'login 200' && kind !== 'uploadAvatar malformed_body'));
  expect(unansweredAnswers(documented, seen)).toEqual(['login 200: documented, and no test has seen it']);
  expect(unansweredAnswers(documented, new Set(documented))).toEqual([
    'uploadAvatar malformed_body: seen, although nobody waits for it',
  ]);
});
