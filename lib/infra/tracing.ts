import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { setTracer } from '@/lib/core/trace';
import { PRODUCT_NAME } from '@/lib/shared/product';
import { safeSpan } from './safe-span';

/** What carries the trace of whoever asks (W3C Trace Context, Baggage). */
const FROM_OUTSIDE = ['traceparent', 'tracestate', 'baggage'];

/** How long the exporter may take for one delivery; then those spans are lost, in milliseconds. */
const EXPORT_WITHIN_MS = 5_000;

let shutDown: (() => Promise<void>) | undefined;

/** Where a collector takes spans over http (OTLP 1.0, OTLP/HTTP). */
export function tracesAddress(endpoint: string): string {
  return `${endpoint.replace(/\/$/, '')}/v1/traces`;
}

/**
 * Sends spans to the OTLP collector at `endpoint` over http: our own, of operations and jobs, and those that Next makes of
 * each request. Loaded only here: without an endpoint none of it is in memory. What else OpenTelemetry reads from the
 * environment (OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS) it goes on reading.
 */
export async function startTracing(endpoint: string): Promise<void> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources;
  const own = resourceFromAttributes({ 'service.name': PRODUCT_NAME.toLowerCase() });
  const said = detectResources({ detectors: [envDetector] });
  const exporter = new OTLPTraceExporter({
    url: tracesAddress(endpoint),
    timeoutMillis: EXPORT_WITHIN_MS,
  });
  const batches = new BatchSpanProcessor({
    export: (spans, done) => exporter.export(spans.map(safeSpan), done),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  });
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(own).merge(said),
    spanProcessors: [batches],
  });
  provider.register();
  setTracer(provider.getTracer('gatehouse'));
  beginTracesHere();
  shutDown = () => provider.shutdown();
}

/** Sends what is still to be sent, and ends. */
export async function stopTracing(): Promise<void> {
  await shutDown?.();
}

/** Nobody outside says which trace a request belongs to, or that it is not to be seen. */
function beginTracesHere(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    for (const name of FROM_OUTSIDE) delete request.headers[name];
  });
}
