import { getMailTransport } from '@/lib/infra/mail/mail-transport';
import { sealAuditEvents } from './audit-chain';
import { checkAuditChain } from './audit-verification';
import type { Context } from './context';
import { refreshRoleCache } from './role-cache';
import { deliverDueMail } from './mail-delivery';
import { answerResetRequests } from './reset-requests';

type Job = {
  name: string;
  /** How often the in-process runner looks whether there is something to do, besides being poked. */
  everySeconds: number;
  run: (ctx: Context) => Promise<Record<string, number>>;
};

/** Everything that happens without a request, one row each. */
export const JOBS: readonly Job[] = [
  {
    name: 'deliver-mail',
    everySeconds: 5,
    run: (ctx) => deliverDueMail(ctx, getMailTransport()),
  },
  {
    name: 'refresh-role-cache',
    everySeconds: 600,
    run: refreshRoleCache,
  },
  {
    name: 'seal-audit-events',
    everySeconds: 5,
    run: ({ db }) => sealAuditEvents(db),
  },
  {
    name: 'verify-audit-chain',
    everySeconds: 24 * 60 * 60,
    run: checkAuditChain,
  },
  {
    name: 'answer-reset-requests',
    everySeconds: 5,
    run: answerResetRequests,
  },
];
