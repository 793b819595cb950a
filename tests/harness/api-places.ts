import type { OpenApiDocument, PathItem } from '@/lib/shared/openapi';

/** Where in the document something is: the path as it is written there. */
export type Place = { path: string; method: keyof PathItem };

/** What lies under /api and is answered by others. */
const OF_OTHERS = ['/api/auth/', '/api/inngest'];

const isAt = (asked: readonly string[], steps: readonly string[]) =>
  asked.length === steps.length &&
  steps.every((step, n) => step === asked[n] || (step.startsWith('{') && asked[n] !== ''));

const isWritten = (path: string) => !path.includes('{');

/**
 * Finds the place of a request in the document. A path that is written out comes before one with a part that varies;
 * HEAD is asked where GET is.
 */
export function addressed({ paths }: OpenApiDocument) {
  const known = Object.keys(paths)
    .toSorted((a, b) => Number(isWritten(b)) - Number(isWritten(a)))
    .map((path) => ({ path, steps: path.split('/') }));
  return (method: string, url: string): Place | 'unlisted' | 'none of ours' => {
    const pathname = new URL(url).pathname.replace(/(?<=.)\/$/, '');
    const asked = pathname.split('/');
    const found = known.find(({ steps }) => isAt(asked, steps));
    const asWritten = (method === 'HEAD' ? 'get' : method.toLowerCase()) as Place['method'];
    if (found) return { path: found.path, method: asWritten };
    const isOurs = asked[1] === 'api' && !OF_OTHERS.some((prefix) => pathname.startsWith(prefix));
    return isOurs ? 'unlisted' : 'none of ours';
  };
}
