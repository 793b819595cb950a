import { openSessionChannel } from './session-channel';
import { personOf, type PersonId, type SessionStore } from './session-store';

/**
 * Keeps the session of this tab in step with the other tabs, until what it returns is called. The server is asked only
 * while the tab is seen: when it comes into sight, if it was last asked a while ago, and when another tab says that
 * somebody else has signed in.
 */
export function keepInStep(store: SessionStore): () => void {
  const refreshIfSeen = (goodForMs?: number) => {
    if (document.visibilityState === 'visible') store.refreshIfOld(goodForMs);
  };
  const onSight = () => refreshIfSeen();

  /** What was last said among the tabs, by whichever. */
  let said: PersonId;
  const channel = openSessionChannel((person) => {
    said = person;
    store.hear(person);
    refreshIfSeen();
  });
  const tell = () => {
    const person = personOf(store.getState());
    if (person === undefined || person === said) return;
    // That there never was anybody is no news.
    if (typeof person === 'string' || typeof said === 'string') channel.tell(person);
    said = person;
  };
  tell();
  const stopTelling = store.subscribe(tell);

  const leaving = new AbortController();
  const { signal } = leaving;
  document.addEventListener('visibilitychange', onSight, { signal });
  window.addEventListener('focus', onSight, { signal });
  // A page that the browser had put aside heard nothing meanwhile.
  window.addEventListener('pageshow', ({ persisted }) => persisted && refreshIfSeen(0), { signal });
  refreshIfSeen();

  return () => {
    leaving.abort();
    stopTelling();
    channel.close();
  };
}
