import { sealCompact } from '../../lib/core/compact-jwe';
import { derivedKey } from '../../lib/core/keyed-hash';
import { tokenKey } from '../../lib/core/token-keys';
import type { MailTemplate } from '../../lib/infra/mail/mail-templates';
import { MAIL_SAMPLES } from '../infra/mail/mail-samples';
import type { TestDatabase } from './database';

type Facts = {
  userId: string;
  template: MailTemplate;
  status: 'queued' | 'handed_over' | 'sent' | 'dead';
  attempts: number;
  lastError: string;
  /** When it was asked for; its code or link holds from then on. */
  askedAt: Date;
  nextAttemptAt: Date;
};

let latestMs = 0;

/** A UUIDv7 later than all before it: lists of mails are in the order of these. */
function nextId(): string {
  latestMs = Math.max(Date.now(), latestMs + 1);
  const [, , third = '', ...rest] = crypto.randomUUID().split('-');
  const time = latestMs.toString(16).padStart(12, '0');
  return [time.slice(0, 8), time.slice(8), `7${third.slice(1)}`, ...rest].join('-');
}

/** What the outbox keeps of a mail until it is sent, sealed under the key that the tests' servers have unless told. */
function sealedPayload(template: MailTemplate, askedAt: Date): string {
  const [sample] = MAIL_SAMPLES[template];
  const at = askedAt.toISOString();
  const props = { ...sample, request: { ...sample.request, at }, ...('issuedAt' in sample && { issuedAt: at }) };
  return sealCompact(tokenKey(derivedKey('outbox-payload')), props);
}

/** Puts a mail into the outbox, given up unless told, and answers its id. */
export async function addMail({ query }: TestDatabase, own: Partial<Facts> & Pick<Facts, 'userId'>): Promise<string> {
  const { template = 'new-device', status = 'dead', attempts = 10, askedAt = new Date() } = own;
  const id = nextId();
  const isSent = status === 'sent';
  await query(
    `INSERT INTO outbox_mails (id, template, user_id, payload, status, attempts, last_error, created_at, next_attempt_at, sent_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      template,
      own.userId,
      isSent ? null : sealedPayload(template, askedAt),
      status,
      attempts,
      own.lastError ?? null,
      askedAt,
      own.nextAttemptAt ?? askedAt,
      isSent ? askedAt : null,
    ],
  );
  return id;
}
