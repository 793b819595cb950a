import { timingSafeEqual } from 'node:crypto';
import { getEnv } from '@/lib/core/env';
import { sha256 } from '@/lib/core/keyed-hash';
import { Problem } from '@/lib/core/problem';
import { within } from '@/lib/core/within';
import { readBacklog, type Backlog } from '@/lib/domain/backlog';
import { getDb } from '@/lib/infra/db';
import { forget, metricsText, show } from '@/lib/infra/metrics';
import { plainRoute } from './plain-route';

/** Whoever scrapes is not to be kept waiting by a database that hangs: what the process counts itself is worth having. */
const READ_WITHIN_MS = 1_000;

/** Hashed first, so that both are of one length, and the comparison takes the same time for every guess (ASVS 11.2.4). */
function isToken(authorization: string | null, token: string): boolean {
  const [, presented = ''] = /^Bearer (.*)$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(sha256(presented), sha256(token));
}

/** In seconds since 1970, as Prometheus has it. */
function momentOf(secondsAgo: number | null): number | null {
  return secondsAgo === null ? null : Date.now() / 1000 - secondsAgo;
}

/** What there is none of, or has time, is not late. */
function lateness(seconds: number | null): number {
  return Math.max(seconds ?? 0, 0);
}

function showMail(mail: Backlog['mail'] | undefined): void {
  show('mailQueued', {}, mail?.queued ?? null);
  show('mailOldest', {}, mail ? lateness(mail.oldestSeconds) : null);
  show('mailDue', {}, mail ? lateness(mail.dueSeconds) : null);
  show('mailSent', {}, momentOf(mail?.sentSecondsAgo ?? null));
  show('mailDead', {}, mail?.dead ?? null);
}

function showJobs(jobs: Backlog['jobs']): void {
  forget(['jobOutcome', 'jobSeconds', 'jobFinished', 'jobOverdue']);
  for (const { name: job, outcome, durationSeconds, finishedSecondsAgo, overdueSeconds } of jobs) {
    if (outcome) show('jobOutcome', { job, outcome }, 1);
    show('jobSeconds', { job }, durationSeconds);
    show('jobFinished', { job }, momentOf(finishedSecondsAgo));
    show('jobOverdue', { job }, overdueSeconds);
  }
}

async function showBacklog(): Promise<void> {
  const read = readBacklog(getDb()).catch(() => null);
  const backlog = await within(READ_WITHIN_MS, read, null);
  show('databaseUp', {}, backlog ? 1 : 0);
  showMail(backlog?.mail);
  showJobs(backlog?.jobs ?? []);
}

/** GET /api/metrics: for whoever has METRICS_TOKEN; where that is not set, there is no such path. */
export const metricsRoute = plainRoute(async (_ctx, request) => {
  const { METRICS_TOKEN } = getEnv();
  if (METRICS_TOKEN === undefined) throw new Problem('not_found');
  if (!isToken(request.headers.get('authorization'), METRICS_TOKEN)) throw new Problem('unauthenticated');
  await showBacklog();
  const metrics = await metricsText();
  if (!metrics) throw new Problem('service_unavailable');
  return { status: 200, text: metrics.text, headers: { 'content-type': metrics.type } };
});
