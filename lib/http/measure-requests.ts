import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { count, observeRequest } from '@/lib/infra/metrics';
import { operationLabels } from './operation-label';

/** Counts and times every request of this process as its client sees it: to the end of the answer, whoever gives it. */
export function measureRequests(operations: Parameters<typeof operationLabels>[0]): void {
  const labelOf = operationLabels(operations);
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const { method = '', url = '' } = request;
    const startedAtMs = performance.now();
    response.once('close', () => {
      const operation = labelOf(method, url);
      const status = response.writableFinished ? String(response.statusCode) : 'aborted';
      count('requests', { operation, status });
      observeRequest(operation, (performance.now() - startedAtMs) / 1000);
    });
  });
}
