import { plainRoute } from './plain-route';

type Document = {
  /** The media type of what `read` answers. */
  type: string;
  /** How long anybody may keep it, in seconds. */
  maxAgeSeconds: number;
  read: () => object;
};

/**
 * The route handlers of a document that is the same for everybody: `export const { GET, HEAD, … } =
 * documentRoute({…})`. It is made once, by the first request; it sets nothing, so that any cache may answer in its
 * place.
 */
export function documentRoute({ type, maxAgeSeconds, read }: Document) {
  const headers = { 'content-type': type, 'cache-control': `public, max-age=${maxAgeSeconds}` };
  let text: string | undefined;
  return plainRoute(() => {
    text ??= JSON.stringify(read());
    return { status: 200, text, headers };
  });
}
