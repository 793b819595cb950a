import type { SessionView } from '@/lib/domain/session-view';

/** Pages for activated people. Everything else may be looked at by strangers. */
const PRIVATE_PAGES = ['/dashboard', '/settings', '/admin'];

/** Where a person who is not activated yet may be: there, at the links of the mails, and at the public documents. */
const OPEN_TO_PENDING = ['/activation-page', '/activate', '/reset_password', '/docs', '/.well-known', '/dev'];

/** Pages that make no sense to who is signed in already. */
const FOR_STRANGERS = ['/login', '/register'];

function isAt(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}

/** Where a page request is sent instead, or null when it may go on. `path` is without, `search` with its question mark. */
export function redirectFor(actor: SessionView | null, path: string, search: string): string | null {
  if (!actor) return isAt(path, PRIVATE_PAGES) ? `/login?next=${encodeURIComponent(path + search)}` : null;
  if (!actor.person.isActivated) return isAt(path, OPEN_TO_PENDING) ? null : '/activation-page';
  return isAt(path, [...FOR_STRANGERS, '/activation-page']) ? '/dashboard' : null;
}
