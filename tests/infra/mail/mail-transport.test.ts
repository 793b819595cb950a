import { describe, expect, it } from 'vitest';
import { parseSettings } from '@/lib/core/env';
import { getMailTransport } from '@/lib/infra/mail/mail-transport';
import { startMailServer } from './loopback-servers';
import { outgoingMail } from './mail-samples';

describe('the way out that the settings name', () => {
  it('is Resend when there is a key for it, whatever else is set', () => {
    const settings = parseSettings({ RESEND_API_KEY: 're_x', EMAIL_HOST: 'mail.example' });
    expect(getMailTransport(settings).name).toBe('resend');
  });

  it('is SMTP when there is a host', () => {
    expect(getMailTransport(parseSettings({ EMAIL_HOST: 'mail.example' })).name).toBe('smtp');
  });

  it.each([{}, { NODE_ENV: 'production', PREVIEW: 'true' }])('is the mailbox when nothing is set: %j', (given) => {
    expect(getMailTransport(parseSettings(given)).name).toBe('mailbox');
  });

  it('is never the mailbox in production, where a mail must not end in a file', () => {
    expect(() => getMailTransport({ ...parseSettings({}), mode: 'production' })).toThrow(/EMAIL_HOST/);
  });

  it('carries the settings’ sender, and the site’s host in the Message-ID', async () => {
    const server = await startMailServer();
    const settings = parseSettings({
      APP_URL: 'https://login.example:8443',
      EMAIL_HOST: '127.0.0.1',
      EMAIL_PORT: `${server.port}`,
      EMAIL_USE_TLS: 'false',
      DEFAULT_FROM_EMAIL: 'The Gate <gate@login.example>',
    });
    const mail = outgoingMail();
    await getMailTransport(settings).send(mail);
    expect(server.mails[0]?.messageId).toBe(`<${mail.id}@login.example>`);
    expect(server.mails[0]?.from?.text).toBe('"The Gate" <gate@login.example>');
  });
});
