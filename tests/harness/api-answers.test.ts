import { describe, expect, it } from 'vitest';
import { describeApi } from '@/lib/http/openapi/document';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import { unansweredAnswers } from './answers-look';
import { createAnswerCheck, documentedAnswers } from './api-answers';
import type { Answered } from './answer-watch';
import { addressed } from './api-places';

const SITE = 'http://localhost:3000';
const description = describeApi({ appUrl: SITE, isHttps: false });
const check = createAnswerCheck(description);

const ID = '0192f3c4-7d1e-7a53-9c1f-2b7d5f1f0a6e';
const ALWAYS = { 'x-request-id': ID, 'content-type': 'application/json', ratelimit: 'r', 'ratelimit-policy': 'p' };

function answer(path: string, body: unknown, { method = 'GET', status = 200, headers = {} } = {}): Answered {
  const all = new Headers({ ...ALWAYS, ...headers });
  return { method, url: new URL(path, SITE).href, status, headers: all, text: JSON.stringify(body) };
}

function refusal(path: string, code: ProblemCode, { method = 'GET', more = {} } = {}): Answered {
  const { status, title, detail } = PROBLEMS[code];
  const body = { type: `${SITE}/docs/problems/${code}`, title, status, detail, code, request_id: ID, ...more };
  const headers = { 'content-type': 'application/problem+json', 'www-authenticate': 'Bearer' };
  return answer(path, body, { method, status, headers });
}

const READINESS = { database: 'ok', migrations: 'ok', redis: 'ok', mail: 'ok', jobs: 'ok' };
const MESSAGE = { message: 'It is done.' };

it('leaves the route handlers of a product alone, and nothing else that is not listed', () => {
  const placeOf = addressed(description, ['/api/reports/{year}']);
  const asked = ['/api/reports/2024', '/api/reports', '/api/reports/2024/all', '/api/me'];
  const places = asked.map((path) => placeOf('GET', `${SITE}${path}`));
  expect(places).toEqual(['none of ours', 'unlisted', 'unlisted', { path: '/api/me', method: 'get' }]);
});

describe('an answer that is as it is documented', () => {
  it.each([
    ['a success', answer('/api/sessions', { results: [] }), 'listSessions 200'],
    ['one at a path with a slash', answer('/api/sessions/', { results: [] }), 'listSessions 200'],
    ['one with a query', answer('/api/mails/?status=x', {}), null],
    ['one about somebody', answer(`/api/sessions/${ID}`, MESSAGE, { method: 'DELETE' }), 'endSession 200'],
    ['a refusal', refusal('/api/me', 'unauthenticated'), 'getMe unauthenticated'],
    [
      'one of the machine room',
      answer('/api/health/ready', { status: 'ready', checks: READINESS }),
      'getReadiness 200',
    ],
    ['nothing there', refusal('/api/nowhere', 'not_found'), null],
    ['a wrong method', refusal('/api/me', 'method_not_allowed', { method: 'DELETE' }), null],
    ['next-auth’s', answer('/api/auth/session', null), null],
    ['a page', answer('/login', '<html>', { status: 418 }), null],
  ])('is passed: %s', (_, answered, kind) => {
    const verdict = check(answered);
    if (kind !== null) expect(verdict).toEqual({ kind, problems: [] });
    else expect(verdict.kind === null || verdict.problems.length > 0).toBe(true);
  });
});

describe('an answer that leaves its schema', () => {
  it.each<[string, Answered, RegExp]>([
    ['a field too many', answer('/api/sessions', { results: [], secret: 1 }), /additional properties.*secret/],
    ['a field too few', answer('/api/sessions', {}), /required property 'results'/],
    [
      'another type',
      answer('/api/logout', { message: 1 }, { method: 'POST', headers: { 'set-cookie': 'x' } }),
      /message/,
    ],
    ['no JSON', { ...answer('/api/sessions', {}), text: '<html>' }, /must be object/],
    [
      'another media type',
      answer('/api/sessions', {}, { headers: { 'content-type': 'text/html' } }),
      /type is text.html/,
    ],
    ['another status', answer('/api/sessions', { results: [] }, { status: 201 }), /201 is not documented/],
    ['a redirect', answer('/api/sessions', {}, { status: 307 }), /307 is not documented/],
    ['no cookie where one is left', answer('/api/logout', MESSAGE, { method: 'POST' }), /no set-cookie/],
    ['a problem of others', refusal('/api/sessions', 'invalid_token'), /410 is not documented/],
    ['a code of another operation', refusal('/api/me', 'invalid_credentials'), /code must be equal to one of/],
    ['a problem with more to it', refusal('/api/me', 'unauthenticated', { more: { stack: 'at x' } }), /stack/],
    ['a page where nothing is', answer('/api/nowhere', {}), /200 is not documented where nothing is/],
    ['a mistake where nothing is', refusal('/api/nowhere', 'internal'), /500 is not documented where nothing is/],
  ])('is caught: %s', (_, answered, words) => {
    expect(check(answered).problems.join('\n')).toMatch(words);
  });

  it('is caught without a request id', () => {
    const answered = answer('/api/sessions', { results: [] });
    answered.headers.delete('x-request-id');
    expect(check(answered).problems).toEqual(['it has no x-request-id']);
  });
});

describe('the look at the end of a run', () => {
  const documented = documentedAnswers(description);

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
});
