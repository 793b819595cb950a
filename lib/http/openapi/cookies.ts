import type { Operation } from '@/lib/shared/openapi';
import type { Listed, OperationName } from '../catalogue';
import { cookieName, type COOKIE_ROLES } from '../cookies';

type Role = Exclude<(typeof COOKIE_ROLES)[number], 'connect'>;
type Scheme = Role | 'bearer';
type Cookies = {
  /** What proves who asks, where it is not what signed-in people show: any one of these. */
  shown?: readonly Scheme[];
  /** Whether nobody at all is answered as well. */
  isOpen?: boolean;
  /** What a success does to the cookies, in words. */
  left?: string;
  /** Whether every success does. */
  isAlways?: boolean;
};

const SIGNED_IN: readonly Scheme[] = ['access_token', 'refresh_token', 'bearer'];

/** The operations that handle cookies themselves. Every other one takes a session, and at most prolongs it. */
const HANDLED: Partial<Record<OperationName, Cookies>> = {
  register: { left: 'Leaves the `activation` cookie, which is one way to prove who registered.', isAlways: true },
  activateAccount: {
    shown: ['activation', ...SIGNED_IN],
    isOpen: true,
    left: 'Leaves the cookies of a session, unless the account was active already.',
  },
  resendCode: { shown: ['activation', ...SIGNED_IN], isOpen: true },
  login: { left: 'Leaves the cookies of a session; with `remember: false` until the browser ends.', isAlways: true },
  logout: { shown: SIGNED_IN, isOpen: true, left: 'Clears the cookies.', isAlways: true },
  refresh: {
    shown: ['refresh_token'],
    left: 'Leaves both cookies anew. A refusal clears them.',
    isAlways: true,
  },
  changePassword: { left: 'Leaves the cookies of a new session.', isAlways: true },
};

/** The schemes of the document: the cookies under the names that they have at this address, and the header. */
export function securitySchemes(isHttps: boolean) {
  const cookie = (role: Role, description: string) =>
    ({ type: 'apiKey', in: 'cookie', name: cookieName(role, { isHttps }), description }) as const;
  return {
    access_token: cookie('access_token', 'The session, for some minutes. Left by signing in; no script can read it.'),
    refresh_token: cookie(
      'refresh_token',
      'Prolongs the session, silently, with any request: the answer then leaves both cookies anew.',
    ),
    activation: cookie('activation', 'Left by registering: proves which registration is to be activated.'),
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'What the access_token cookie holds, for programs that keep no cookies.',
    },
  } as const satisfies Record<Scheme, unknown>;
}

/** Any one of these will do; the empty one is nobody. */
export function securityOf({ name, useCase }: Listed): Operation['security'] {
  const { shown, isOpen = false } = HANDLED[name] ?? {};
  const schemes = shown ?? (useCase.access === 'anyone' ? [] : SIGNED_IN);
  return [...(isOpen ? [{}] : []), ...schemes.map((scheme) => ({ [scheme]: [] }))];
}

/** What a success does to the cookies, and whether it always does; undefined where it does nothing but prolong. */
export function cookiesLeft({ name }: Pick<Listed, 'name'>): { words: string; isAlways: boolean } | undefined {
  const { left, isAlways = false } = HANDLED[name] ?? {};
  return left === undefined ? undefined : { words: left, isAlways };
}
