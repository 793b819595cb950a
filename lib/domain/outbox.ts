import { z } from 'zod';
import { openCompact, sealCompact } from '@/lib/core/compact-jwe';
import { deviceInWords } from '@/lib/core/device';
import { derivedKey } from '@/lib/core/keyed-hash';
import { tokenKey, type TokenKey } from '@/lib/core/token-keys';
import type { MailProps, MailTemplate } from '@/lib/infra/mail/mail-templates';
import type { Context, Transaction } from './context';

/** What a sealed payload holds: the template's props but for what every mail says about who asked. */
type Fillings<T extends MailTemplate> = Omit<MailProps[T], 'request'>;

/** What every template's props have: somebody to greet, and the request that asked for it. */
const greeted = z.looseObject({ firstName: z.string(), request: z.looseObject({ id: z.string() }) });

type Enqueued<T extends MailTemplate> = {
  userId: string;
  template: T;
  fillings: Fillings<T>;
  /** When somebody asked for this mail, where that was not now. */
  askedAt?: Date;
};

/**
 * Writes a mail into the transaction that causes it, and has it delivered once that has committed. The payload (it
 * holds codes and links) is sealed until it is delivered, then erased.
 */
export async function enqueueMail<T extends MailTemplate>(
  ctx: Context,
  tx: Transaction,
  { userId, template, fillings, askedAt }: Enqueued<T>,
): Promise<void> {
  const now = ctx.now();
  const { requestId, ip, userAgent } = ctx.client;
  const request = { id: requestId, ip, device: deviceInWords(userAgent), at: (askedAt ?? now).toISOString() };
  const payload = sealCompact(payloadKey(), { ...fillings, request });
  const data = { template, userId, payload, createdAt: now, nextAttemptAt: now };
  const { id: mailId } = await tx.db.outboxMail.create({ data, select: { id: true } });
  tx.afterCommit(() => ctx.poke('deliver-mail', { mailId }));
}

let key: TokenKey | undefined;

function payloadKey(): TokenKey {
  key ??= tokenKey(derivedKey('outbox-payload'));
  return key;
}

/** The props inside a sealed payload. Throws when SECRET_KEY has changed since. */
export function openPayload(payload: string): z.output<typeof greeted> {
  return greeted.parse(openCompact([payloadKey()], payload));
}
