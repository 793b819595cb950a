import { listMailbox } from '@/lib/infra/mail/mailbox';
import { normalizeEmail } from '@/lib/shared/email-address';
import { assertMailboxIsOpen } from '../mailbox-access';

export const dynamic = 'force-dynamic';

/** The mailbox for tests and curl, newest first; `?to=` narrows it to one address. 404 in production. */
export async function GET(request: Request): Promise<Response> {
  await assertMailboxIsOpen();
  const to = new URL(request.url).searchParams.get('to');
  const mails = await listMailbox({ to: to === null ? undefined : normalizeEmail(to) });
  const results = mails.map(({ id, to: { address }, subject, text, html, createdAt }) => ({
    id,
    to: address,
    subject,
    text,
    html,
    created_at: createdAt,
  }));
  return Response.json({ results }, { headers: { 'Cache-Control': 'private, no-store' } });
}
