type Place = { method: string; path: string };

/** What is read of the machine itself, beside the operations. */
const MACHINE_ROOM: readonly Place[] = [
  '/api/health/live',
  '/api/health/ready',
  '/api/metrics',
  '/api/openapi.json',
].map((path) => ({ method: 'GET', path }));

/** Whatever is answered by others behind a path of ours, and what is no operation: one label each. */
const GROUPS: readonly (readonly [prefix: string, label: string])[] = [
  ['/api/auth/', 'next-auth'],
  ['/api/inngest', 'inngest'],
  ['/api/', 'unknown operation'],
  ['/_next/', 'asset'],
];

function isAt(asked: readonly string[], steps: readonly string[]): boolean {
  return asked.length === steps.length && steps.every((step, n) => step.startsWith('{') || step === asked[n]);
}

function pathOf(url: string): string {
  const [path = ''] = url.split(/[?#]/, 1);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/**
 * Names requests for whoever watches: an operation by its place in the catalogue, `GET /api/users/{id}`, everything else
 * by its kind. However many paths somebody tries, there are no more names than that.
 */
export function operationLabels(operations: readonly Place[]): (method: string, url: string) => string {
  const known = [...operations, ...MACHINE_ROOM].map(({ method, path }) => {
    return { method, steps: path.split('/'), label: `${method} ${path}` };
  });
  return (method, url) => {
    const path = pathOf(url);
    const asked = method === 'HEAD' ? 'GET' : method;
    const steps = path.split('/');
    const place = known.find((one) => one.method === asked && isAt(steps, one.steps));
    const group = GROUPS.find(([prefix]) => path.startsWith(prefix));
    return place?.label ?? group?.[1] ?? (asked === 'POST' ? 'action' : 'page');
  };
}
