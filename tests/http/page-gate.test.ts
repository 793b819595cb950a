import { describe, expect, it } from 'vitest';
import type { SessionView } from '@/lib/domain/session-view';
import { redirectFor } from '@/lib/http/page-gate';

function somebody(isActivated: boolean): SessionView {
  const person = {
    id: 'p',
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Byron',
    avatarId: null,
    suspension: null,
    managers: [],
  };
  return {
    id: 's',
    session: { registrationId: null, createdAtMs: 0, expiresAtMs: 0 },
    person: { ...person, isActivated, roles: [], permissions: [], level: 999, createdAtMs: 0, lastLoginAtMs: null },
    policies: '[]',
  };
}

describe('the gate of the pages', () => {
  it.each([
    ['/dashboard', '', '/login?next=%2Fdashboard'],
    ['/settings/profile', '?a=b', '/login?next=%2Fsettings%2Fprofile%3Fa%3Db'],
    ['/admin', '', '/login?next=%2Fadmin'],
  ])('sends a stranger from %s%s to %s', (path, search, target) => {
    expect(redirectFor(null, path, search)).toBe(target);
  });

  it.each([
    '/',
    '/login',
    '/register',
    '/activation-page',
    '/activate/x',
    '/forgot-password',
    '/reset_password/x',
    '/docs/problems',
    '/dashboards',
  ])('lets a stranger see %s', (path) => {
    expect(redirectFor(null, path, '')).toBeNull();
  });

  it.each(['/', '/login', '/forgot-password', '/dashboard', '/settings/profile', '/nowhere', '/activation-pages'])(
    'sends who is not activated from %s to the code',
    (path) => {
      expect(redirectFor(somebody(false), path, '')).toBe('/activation-page');
    },
  );

  it.each(['/activation-page', '/activate/token', '/reset_password/token', '/docs/problems/forbidden'])(
    'leaves who is not activated at %s',
    (path) => {
      expect(redirectFor(somebody(false), path, '')).toBeNull();
    },
  );

  it.each(['/login', '/register', '/activation-page'])('sends who is signed in from %s to the dashboard', (path) => {
    expect(redirectFor(somebody(true), path, '')).toBe('/dashboard');
  });

  it.each(['/', '/dashboard', '/activate/token', '/forgot-password', '/reset_password/token'])(
    'leaves who is signed in at %s',
    (path) => {
      expect(redirectFor(somebody(true), path, '')).toBeNull();
    },
  );
});
