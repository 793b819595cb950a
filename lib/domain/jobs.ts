import { getMailTransport } from '@/lib/infra/mail/mail-transport';
import { getObjectStorage } from '@/lib/infra/storage/object-storage';
import { sealAuditEvents } from './audit-chain';
import { checkAuditChain } from './audit-verification';
import { purgeAvatars } from './avatars';
import type { Job } from './job';
import { dailyAt, everyMinutes, everySeconds } from './job-schedule';
import { deliverDueMail } from './mail-delivery';
import { purgeExpired } from './purge-expired';
import { purgeUnactivated } from './purge-unactivated';
import { relayOutbox } from './relay-outbox';
import { answerResetRequests } from './reset-requests';
import { refreshRoleCache } from './role-cache';

/** Everything that happens without a request, one row each. */
export const JOBS: readonly Job[] = [
  {
    name: 'deliver-mail',
    schedule: everySeconds(5),
    hasDryRun: false,
    run: (ctx, { signal }) => deliverDueMail(ctx, getMailTransport(), signal),
  },
  {
    name: 'answer-reset-requests',
    schedule: everySeconds(5),
    hasDryRun: false,
    run: (ctx, { signal }) => answerResetRequests(ctx, signal),
  },
  {
    name: 'seal-audit-events',
    schedule: everySeconds(5),
    hasDryRun: false,
    run: ({ db }, { signal }) => sealAuditEvents(db, signal),
  },
  {
    name: 'relay-outbox',
    schedule: everyMinutes(1),
    hasDryRun: true,
    run: relayOutbox,
  },
  {
    name: 'refresh-role-cache',
    schedule: everyMinutes(10),
    hasDryRun: false,
    run: refreshRoleCache,
  },
  {
    name: 'purge-expired',
    schedule: dailyAt('03:10'),
    hasDryRun: true,
    run: purgeExpired,
  },
  {
    name: 'purge-unactivated',
    schedule: dailyAt('03:40'),
    hasDryRun: true,
    run: purgeUnactivated,
  },
  {
    name: 'purge-avatars',
    schedule: everyMinutes(10),
    hasDryRun: true,
    run: (ctx, how) => purgeAvatars(ctx, getObjectStorage(), how),
  },
  {
    name: 'verify-audit-chain',
    schedule: dailyAt('04:10'),
    hasDryRun: false,
    run: (ctx, { signal }) => checkAuditChain(ctx, signal),
  },
];

export function findJob(name: string): Job | undefined {
  return JOBS.find((job) => job.name === name);
}
