import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';

/**
 * The attributes that leave this process; the others stay. Next's `http.target` and `http.url` hold paths and queries as
 * they were typed: tokens of mailed links, codes of sign-ins, what somebody searched for.
 */
const PASSED_ON: ReadonlySet<string> = new Set([
  ...['http.method', 'http.route', 'http.status_code', 'error.type', 'net.peer.name', 'net.peer.port'],
  ...['next.route', 'next.rsc', 'next.span_category', 'next.span_type', 'next.page', 'next.segment'],
  ...['gatehouse.request_id', 'gatehouse.problem', 'gatehouse.job'],
  ...['exception.type'],
]);

function safeAttributes(attributes: Attributes = {}): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => PASSED_ON.has(name)));
}

/** Next names what it fetches by its whole address: the machine is enough. */
function safeName({ name, attributes }: ReadableSpan): string {
  const url = attributes['http.url'];
  if (typeof url !== 'string') return withoutTokens(name);
  const host = URL.canParse(url) ? new URL(url).host : 'somewhere';
  return `fetch ${String(attributes['http.method'] ?? 'GET')} ${host}`;
}

/** Names are made of routes, `/activate/[token]`. Should one ever be made of a path, this is what would be in it. */
function withoutTokens(name: string): string {
  return name.replace(/\?.*$/, '').replaceAll(/(activate|reset[_-]password)\/(?!\[)[^\s/]+/g, '$1/[redacted]');
}

/**
 * The span as it may leave: no address as it was typed, and of an error its kind alone, because the words of a library may
 * quote what it was given.
 */
export function safeSpan(span: ReadableSpan): ReadableSpan {
  const events = span.events.map((event) => ({ ...event, attributes: safeAttributes(event.attributes) }));
  const safe = {
    name: safeName(span),
    attributes: safeAttributes(span.attributes),
    status: { code: span.status.code },
    events,
  };
  // The rest of it is read through its prototype, as the span has it.
  return Object.assign(Object.create(span) as ReadableSpan, safe);
}
