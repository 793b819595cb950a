import { readFileSync } from 'node:fs';
import type { OpenApiDocument, PathItem } from '@/lib/shared/openapi';
import { listPaths } from '../architecture/source-tree';

/** Where in the document something is: the path as it is written there. */
export type Place = { path: string; method: keyof PathItem };

/** What lies under /api and is answered by others. */
const OF_OTHERS = ['/api/auth/', '/api/inngest'];

const isAt = (asked: readonly string[], steps: readonly string[]) =>
  asked.length === steps.length &&
  steps.every((step, n) => step === asked[n] || (step.startsWith('{') && asked[n] !== ''));

/** The paths of route handlers that a product has beside the API (`personRoute`): the document does not speak of them. */
function productPaths(): string[] {
  const routes = listPaths(process.cwd()).files.filter((file) => /^app\/api\/.+\/route\.ts$/.test(file));
  return routes
    .filter((file) => readFileSync(file, 'utf8').includes('personRoute('))
    .map((file) => file.replace(/^app|\/route\.ts$/g, '').replace(/\[(\w+)\]/g, '{$1}'));
}

const isWritten = (path: string) => !path.includes('{');

/**
 * Finds the place of a request in the document. A path that is written out comes before one with a part that varies;
 * HEAD is asked where GET is.
 */
export function addressed({ paths }: OpenApiDocument, beside: readonly string[] = productPaths()) {
  const known = Object.keys(paths)
    .toSorted((a, b) => Number(isWritten(b)) - Number(isWritten(a)))
    .map((path) => ({ path, steps: path.split('/') }));
  return (method: string, url: string): Place | 'unlisted' | 'none of ours' => {
    const pathname = new URL(url).pathname.replace(/(?<=.)\/$/, '');
    const asked = pathname.split('/');
    const found = known.find(({ steps }) => isAt(asked, steps));
    const asWritten = (method === 'HEAD' ? 'get' : method.toLowerCase()) as Place['method'];
    if (found) return { path: found.path, method: asWritten };
    const isBeside = beside.some((path) => isAt(asked, path.split('/')));
    const isOurs = asked[1] === 'api' && !isBeside && !OF_OTHERS.some((prefix) => pathname.startsWith(prefix));
    return isOurs ? 'unlisted' : 'none of ours';
  };
}
