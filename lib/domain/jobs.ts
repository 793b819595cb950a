import { getMailTransport } from '@/lib/infra/mail/mail-transport';
import type { Context } from './context';
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
    name: 'answer-reset-requests',
    everySeconds: 5,
    run: answerResetRequests,
  },
];
