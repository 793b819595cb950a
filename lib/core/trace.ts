import type { Attributes, Tracer } from '@opentelemetry/api';
import { toProblem } from './problem';

// Bundles of routes, pages and jobs share it through the process; without an exporter there is none.
const PROCESS_TRACER = Symbol.for('gatehouse.tracer');
const processWide = globalThis as { [PROCESS_TRACER]?: Tracer };

/** OpenTelemetry's SpanStatusCode.ERROR; the package itself is loaded only where there is an exporter. */
const ERROR = 2;

/** Has {@link traced} tell this tracer. */
export function setTracer(tracer: Tracer): void {
  processWide[PROCESS_TRACER] = tracer;
}

/**
 * Does the work, as a span of that name where spans are exported. A refusal is told by its code, and a failure is one only
 * where it is ours. Attributes never hold what somebody typed.
 */
export function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  const tracer = processWide[PROCESS_TRACER];
  if (!tracer) return work();
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      const { code, status } = toProblem(error);
      span.setAttribute('gatehouse.problem', code);
      if (status >= 500) span.setStatus({ code: ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
