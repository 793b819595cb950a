import type { BodySealer } from './body-sealer';
import type { Operation } from './operations';
import { lostOnTheWay, type Result } from './result';
import type { Ask, CallOptions, Send } from './sender';

/**
 * Sends JSON encrypted; once more when it was refused unread because the server's key had changed. What encrypts is
 * loaded when it is first wanted, so that nobody else waits for it.
 */
export function createSealedSender(ask: Ask, send: Send) {
  let loading: Promise<BodySealer | null> | undefined;

  /** Null when it cannot be loaded; the next call tries again. */
  async function loadSealer(): Promise<BodySealer | null> {
    loading ??= import('./body-sealer').then(
      ({ createBodySealer }) => createBodySealer(ask),
      () => {
        loading = undefined;
        return null;
      },
    );
    return loading;
  }

  return async (operation: Operation, path: string, json: string, call?: CallOptions): Promise<Result<unknown>> => {
    const sealer = await loadSealer();
    if (!sealer) return lostOnTheWay('unreachable');
    const sealed = await sealer.seal(json);
    if (!sealed.ok) return sealed;
    const answer = await send(operation, path, { type: 'application/jose', body: sealed.data.body }, call);
    if (answer.ok || answer.problem.code !== 'malformed_body') return answer;
    sealer.forget();
    const again = await sealer.seal(json);
    if (!again.ok) return again;
    if (again.data.kid === sealed.data.kid) return answer;
    return send(operation, path, { type: 'application/jose', body: again.data.body }, call);
  };
}
