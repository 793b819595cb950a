const NAME = 'gatehouse-session';

/** What one tab says to the others: the id of the person that it knows to be signed in, null for nobody. */
type Word = { person: string | null };

function isWord(data: unknown): data is Word {
  const person = (data as Partial<Word> | null)?.person;
  return person === null || typeof person === 'string';
}

/** Joins the tabs of this site in this browser; `hear` gets what the others say. */
export function openSessionChannel(hear: (person: string | null) => void) {
  // Old browsers have none: there, each tab finds out when it is looked at.
  const channel = globalThis.BroadcastChannel === undefined ? undefined : new BroadcastChannel(NAME);
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => isWord(data) && hear(data.person));
  return {
    tell: (person: string | null) => {
      const word: Word = { person };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin to post to
      channel?.postMessage(word);
    },
    close: () => channel?.close(),
  };
}

/** Tells every tab that the session is over, from a page that keeps none. */
export function tellSessionEnded(): void {
  const { tell, close } = openSessionChannel(() => undefined);
  tell(null);
  close();
}
