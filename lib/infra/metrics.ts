import type { Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What is counted as it happens. A label has few values, all of them ours: never an address, an id, or a path as it was
 * typed, or anybody could fill the memory of whoever watches.
 */
const COUNTERS = {
  requests: {
    name: 'gatehouse_requests_total',
    help: 'Requests by operation and status; aborted: whoever asked went away.',
    labelNames: ['operation', 'status'],
  },
  signIns: {
    name: 'gatehouse_sign_ins_total',
    help: 'Sign-ins by method and outcome: success, or the code of the refusal.',
    labelNames: ['method', 'outcome'],
  },
  refreshes: {
    name: 'gatehouse_refreshes_total',
    help: 'Presented refresh tokens by their state; live and graced ones were taken (docs/sessions.md).',
    labelNames: ['state'],
  },
  reuses: {
    name: 'gatehouse_refresh_reuses_total',
    help: 'Sessions that were ended because a spent refresh token came back.',
    labelNames: [],
  },
  limitHits: {
    name: 'gatehouse_limit_hits_total',
    help: 'Refusals by limit (docs/limits.md).',
    labelNames: ['limit'],
  },
} as const;

/** What is read when somebody asks. */
const GAUGES = {
  databaseUp: { name: 'gatehouse_database_up', help: '1 when the database answered this scrape.', labelNames: [] },
  mailQueued: { name: 'gatehouse_mail_queued', help: 'Mails that wait, 10000 at most.', labelNames: [] },
  mailOldest: { name: 'gatehouse_mail_oldest_seconds', help: 'Age of the oldest mail that waits.', labelNames: [] },
  mailDue: {
    name: 'gatehouse_mail_due_seconds',
    help: 'For how long the first mail that is due has been, to be sent or to be answered.',
    labelNames: [],
  },
  mailSent: {
    name: 'gatehouse_mail_last_sent_timestamp_seconds',
    help: 'When a mail went out last; absent while none has.',
    labelNames: [],
  },
  mailDead: { name: 'gatehouse_mail_dead', help: 'Mails that were given up, 10000 at most.', labelNames: [] },
  jobOutcome: {
    name: 'gatehouse_job_last_outcome',
    help: '1 for how a job ended last: done, failed or stopped.',
    labelNames: ['job', 'outcome'],
  },
  jobSeconds: { name: 'gatehouse_job_last_seconds', help: 'How long its last run took.', labelNames: ['job'] },
  jobFinished: {
    name: 'gatehouse_job_last_finished_timestamp_seconds',
    help: 'When it ended last; what runs every few seconds says so only when it did something.',
    labelNames: ['job'],
  },
  jobOverdue: {
    name: 'gatehouse_job_overdue_seconds',
    help: 'For how long it has been due without being run.',
    labelNames: ['job'],
  },
} as const;

const LATENCY = {
  name: 'gatehouse_request_seconds',
  help: 'Time from the head of a request to the end of its answer.',
};
/** In seconds; a request that takes longer than the last is stuck. */
const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type CounterName = keyof typeof COUNTERS;
type GaugeName = keyof typeof GAUGES;
type Labels<Row extends { labelNames: readonly string[] }> = Record<Row['labelNames'][number], string>;

type Metrics = {
  registry: Registry;
  counters: Record<CounterName, Counter>;
  gauges: Record<GaugeName, Gauge>;
  latency: Histogram;
};

// Middleware, routes and pages are bundled apart but share the process.
const PROCESS_METRICS = Symbol.for('gatehouse.metrics');
const processWide = globalThis as { [PROCESS_METRICS]?: Metrics };

/** Begins to count; before that, and where nobody may ask for them, counting costs nothing. */
export async function startMetrics(): Promise<void> {
  const { Registry, Counter, Gauge, Histogram, collectDefaultMetrics } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  const each = <Name extends string, Made>(table: Record<Name, object>, make: (row: never) => Made) =>
    Object.fromEntries(Object.entries(table).map(([name, row]) => [name, make(row as never)])) as Record<Name, Made>;
  collectDefaultMetrics({ register: registry });
  processWide[PROCESS_METRICS] = {
    registry,
    counters: each(COUNTERS, (row: { name: string; help: string }) => new Counter({ ...row, registers })),
    gauges: each(GAUGES, (row: { name: string; help: string }) => new Gauge({ ...row, registers })),
    latency: new Histogram({ ...LATENCY, labelNames: ['operation'], buckets: LATENCY_BUCKETS, registers }),
  };
}

/** One more of these. */
export function count<Name extends CounterName>(name: Name, labels: Labels<(typeof COUNTERS)[Name]>): void {
  processWide[PROCESS_METRICS]?.counters[name].inc(labels);
}

/** One request took so long. */
export function observeRequest(operation: string, seconds: number): void {
  processWide[PROCESS_METRICS]?.latency.observe({ operation }, seconds);
}

/** Says how things are now; what is null is not known, and not said. */
export function show<Name extends GaugeName>(
  name: Name,
  labels: Labels<(typeof GAUGES)[Name]>,
  value: number | null,
): void {
  const gauge = processWide[PROCESS_METRICS]?.gauges[name];
  if (value === null) gauge?.remove(labels);
  else gauge?.set(labels, value);
}

/** Forgets what was shown of these, whatever their labels. */
export function forget(names: readonly GaugeName[]): void {
  for (const name of names) processWide[PROCESS_METRICS]?.gauges[name].reset();
}

/** Everything, in Prometheus' text format; undefined where nothing is counted. */
export async function metricsText(): Promise<{ type: string; text: string } | undefined> {
  const registry = processWide[PROCESS_METRICS]?.registry;
  return registry && { type: registry.contentType, text: await registry.metrics() };
}
