import { Badge, type BadgeTone } from '@/components/ui/badge';
import { Moment } from '@/components/ui/moment';
import { MAIL_STATUS_WORDS, type MailStatus } from '@/lib/shared/mail-words';
import type { MailOutput } from '@/lib/shared/schemas/mails';

const TONES: Record<MailStatus, BadgeTone> = {
  queued: 'quiet',
  handed_over: 'quiet',
  failed: 'plain',
  sent: 'success',
  dead: 'danger',
};

/** How the delivery of a mail stands: since when, after how many tries, why not yet, and when it goes on. */
export function Delivery({ mail }: { mail: MailOutput }) {
  const { status, attempts, last_error, next_attempt_at, sent_at } = mail;
  return (
    <>
      <Badge tone={TONES[status]}>{MAIL_STATUS_WORDS[status]}</Badge>
      <p className="mt-1 text-muted">
        {sent_at !== null && <Moment iso={sent_at} show="second" />}
        {status === 'failed' && next_attempt_at !== null && (
          <>
            Next try: <Moment iso={next_attempt_at} show="second" />
          </>
        )}
        {attempts > 1 && (status === 'dead' ? `After ${attempts} tries` : ` (${attempts} tries)`)}
      </p>
      {last_error !== null && <p className="mt-1 wrap-anywhere">{last_error}</p>}
    </>
  );
}
