/** Where the skip link leads: the id of every page's `<main>`. */
export const MAIN_ID = 'main';

/** The first stop of the keyboard on every page, seen only while it has the focus. */
export function SkipLink() {
  return (
    <a
      href={`#${MAIN_ID}`}
      className="sr-only z-10 rounded-control bg-accent font-medium text-on-accent focus:not-sr-only focus:fixed focus:start-4 focus:top-4 focus:px-4 focus:py-3"
    >
      Skip to the content
    </a>
  );
}
