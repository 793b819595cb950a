import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type CollectedSpan = {
  traceId: string;
  name: string;
  attributes: Record<string, unknown>;
  events: { name: string; attributes: Record<string, unknown> }[];
};

type Attribute = { key: string; value: Record<string, unknown> };
type Sent = {
  name: string;
  traceId: string;
  attributes?: Attribute[];
  events?: { name: string; attributes?: Attribute[] }[];
};
type Export = { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Sent[] }[] }[] };

const valuesOf = (attributes: Attribute[] = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** A collector of OpenTelemetry traces on loopback (OTLP over http, as JSON) that keeps what it gets. */
export async function startTraceCollector() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const exports = () => bodies.flatMap((body) => (JSON.parse(body) as Export).resourceSpans);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** All that has come, as it came. */
    text: () => bodies.join('\n'),
    services: () => [...new Set(exports().map(({ resource }) => valuesOf(resource.attributes)['service.name']))],
    spans: (): CollectedSpan[] =>
      exports().flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) =>
          spans.map(({ name, traceId, attributes, events = [] }) => ({
            name,
            traceId,
            attributes: valuesOf(attributes),
            events: events.map((event) => ({ name: event.name, attributes: valuesOf(event.attributes) })),
          })),
        ),
      ),
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

export type TraceCollector = Awaited<ReturnType<typeof startTraceCollector>>;
