import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { expect, test } from 'vitest';
import { safeSpan } from '@/lib/infra/safe-span';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

/** A span as its exporter gets it. */
function spanOf(name: string, attributes: Record<string, string | number>, error?: Error) {
  const span = provider.getTracer('test').startSpan(name, { attributes });
  if (error) {
    span.recordException(error);
    span.setStatus({ code: 2, message: error.message });
  }
  span.end();
  const [finished] = exporter.getFinishedSpans().slice(-1);
  if (!finished) throw new Error('No span was finished.');
  return safeSpan(finished);
}

test('what Next fetches is told by its machine alone', () => {
  const url = 'https://api.pwnedpasswords.com/range/ABCDE?key=1';
  const span = spanOf(`fetch GET ${url}`, { 'http.url': url, 'http.method': 'GET', 'net.peer.name': 'example.com' });
  expect(span.name).toBe('fetch GET api.pwnedpasswords.com');
  expect(span.attributes).toEqual({ 'http.method': 'GET', 'net.peer.name': 'example.com' });
});

test('a path that got into a name loses its token and its query; a route keeps its words', () => {
  expect(spanOf('GET /activate/abc?x=1', {}).name).toBe('GET /activate/[redacted]');
  expect(spanOf('GET /api/reset-password/abc', {}).name).toBe('GET /api/reset-password/[redacted]');
  expect(spanOf('render route (app) /reset_password/[token]', {}).name).toBe(
    'render route (app) /reset_password/[token]',
  );
});

test('an error leaves its kind and keeps its words', () => {
  const span = spanOf('POST', { 'http.target': '/activate/abc' }, new TypeError('no such user: robin@example.com'));
  expect(span.attributes).toEqual({});
  expect(span.events.map(({ attributes }) => attributes)).toEqual([{ 'exception.type': 'TypeError' }]);
  expect(span.status).toEqual({ code: 2 });
  // What was not touched is as the span has it.
  expect(span.spanContext().traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(span.duration).toHaveLength(2);
});
