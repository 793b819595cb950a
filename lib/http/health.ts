import { readReadiness, type Readiness } from '@/lib/domain/readiness';
import { isStopping } from '@/lib/infra/stopping';
import { plainRoute } from './plain-route';

const JSON_TYPE = { 'content-type': 'application/json' };

/** How long one look at everything is good for, in milliseconds: a flood of probes costs no more than one a second. */
const GOOD_FOR_MS = 1_000;

let last: { atMs: number; looked: Promise<Readiness> } | undefined;

function readinessNow(): Promise<Readiness> {
  const nowMs = performance.now();
  if (!last || nowMs - last.atMs >= GOOD_FOR_MS) last = { atMs: nowMs, looked: readReadiness() };
  return last.looked;
}

/** Whether the process answers. It looks at nothing: what restarts an instance must not do so because of its database. */
export const live = plainRoute(() => ({ status: 200, text: JSON.stringify({ status: 'live' }), headers: JSON_TYPE }));

function statusOf({ isReady, checks }: Readiness): 'ready' | 'degraded' | 'unready' | 'stopping' {
  if (isStopping()) return 'stopping';
  if (!isReady) return 'unready';
  return Object.values(checks).every((check) => check === 'ok') ? 'ready' : 'degraded';
}

/**
 * Whether this instance should be sent requests (200) or not (503). Anybody may ask: it names parts and says how they are,
 * never where they are or what they said.
 */
export const ready = plainRoute(async () => {
  const readiness = await readinessNow();
  const status = statusOf(readiness);
  const isWanted = status === 'ready' || status === 'degraded';
  const text = JSON.stringify({ status, checks: readiness.checks });
  return { status: isWanted ? 200 : 503, text, headers: JSON_TYPE };
});
