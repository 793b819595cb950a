/** One more thing about an event: after a dot for the eye, after a word for the ear. */
export function Detail({ word, children }: { word: string; children: string }) {
  return (
    <>
      <span aria-hidden="true"> · </span>
      <span className="sr-only">, {word} </span>
      <span className="wrap-anywhere">{children}</span>
    </>
  );
}
