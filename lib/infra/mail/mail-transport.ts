import { getEnv } from '@/lib/core/env';
import type { Settings } from '@/lib/core/settings';
import { createMailboxTransport } from './mailbox';
import type { MailTransport } from './outgoing-mail';
import { createResendTransport } from './resend-transport';
import { createSmtpTransport } from './smtp-transport';

type MailSettings = Pick<
  Settings,
  | 'mode'
  | 'APP_URL'
  | 'DEFAULT_FROM_EMAIL'
  | 'RESEND_API_KEY'
  | 'EMAIL_HOST'
  | 'EMAIL_PORT'
  | 'EMAIL_HOST_USER'
  | 'EMAIL_HOST_PASSWORD'
  | 'EMAIL_USE_TLS'
>;

/** The way out that the settings name: Resend, else SMTP, else, never in production, the mailbox on this machine. */
export function getMailTransport(settings: MailSettings = getEnv()): MailTransport {
  const from = settings.DEFAULT_FROM_EMAIL;
  if (settings.RESEND_API_KEY !== undefined) return createResendTransport({ apiKey: settings.RESEND_API_KEY, from });
  if (settings.EMAIL_HOST !== undefined) {
    return createSmtpTransport({
      host: settings.EMAIL_HOST,
      port: settings.EMAIL_PORT,
      user: settings.EMAIL_HOST_USER,
      password: settings.EMAIL_HOST_PASSWORD,
      useTls: settings.EMAIL_USE_TLS,
      from,
      messageIdHost: new URL(settings.APP_URL).hostname,
    });
  }
  if (settings.mode !== 'production') return createMailboxTransport();
  throw new Error('Production without EMAIL_HOST and RESEND_API_KEY: the settings should have refused this start.');
}
