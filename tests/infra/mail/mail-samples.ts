import type { MailProps, MailTemplate } from '@/lib/infra/mail/mail-templates';
import type { OutgoingMail } from '@/lib/infra/mail/outgoing-mail';

const request = {
  id: '0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6',
  ip: '203.0.113.7',
  device: 'Firefox on Linux',
  at: '2026-11-21T22:19:05.000Z',
};
const otherRequest = {
  id: 'other-request',
  ip: '2001:db8::1',
  device: 'Safari on iOS',
  at: '2027-01-01T00:00:00.000Z',
};

/** Two fillings of every template that differ in every field. A template without a row here does not compile. */
export const MAIL_SAMPLES: { [T in MailTemplate]: [MailProps[T], MailProps[T]] } = {
  activation: [
    {
      firstName: 'Ada',
      code: '048213',
      link: 'https://gate.example/activate/q7Jm1wJb0y3n0m2k9h8v7c6x5z4a3s2d1f0g9h8j7k6',
      expiresInMinutes: 30,
      request,
    },
    {
      firstName: 'Grace',
      code: '990011',
      link: 'https://gate.example/activate/x',
      expiresInMinutes: 45,
      request: otherRequest,
    },
  ],
  'account-exists': [
    { firstName: 'Ada', loginLink: 'https://gate.example/login', request },
    { firstName: 'Grace', loginLink: 'https://gate.example/other', request: otherRequest },
  ],
  'session-reuse': [
    { firstName: 'Ada', loginLink: 'https://gate.example/login', request },
    { firstName: 'Grace', loginLink: 'https://gate.example/other', request: otherRequest },
  ],
  'new-device': [
    { firstName: 'Ada', sessionsLink: 'https://gate.example/settings/sessions', request },
    { firstName: 'Grace', sessionsLink: 'https://gate.example/other', request: otherRequest },
  ],
  'password-changed': [
    { firstName: 'Ada', forgotLink: 'https://gate.example/forgot-password', request },
    { firstName: 'Grace', forgotLink: 'https://gate.example/other', request: otherRequest },
  ],
  'reset-password': [
    {
      firstName: 'Ada',
      link: 'https://gate.example/reset_password/q7Jm1wJb0y3n0m2k9h8v7c6x5z4a3s2d1f0g9h8j7k6',
      issuedAt: '2026-11-21T22:19:06.000Z',
      expiresInMinutes: 30,
      request,
    },
    {
      firstName: 'Grace',
      link: 'https://gate.example/reset_password/x',
      issuedAt: '2027-01-01T00:00:01.000Z',
      expiresInMinutes: 45,
      askedBy: 'Sam Roe',
      request: otherRequest,
    },
  ],
  invitation: [
    {
      firstName: 'Ada',
      invitedBy: 'Sam Roe',
      link: 'https://gate.example/reset_password/q7Jm1wJb0y3n0m2k9h8v7c6x5z4a3s2d1f0g9h8j7k6',
      issuedAt: '2026-11-21T22:19:06.000Z',
      expiresInMinutes: 4320,
      request,
    },
    {
      firstName: 'Grace',
      invitedBy: 'Kim Wu',
      link: 'https://gate.example/reset_password/x',
      issuedAt: '2027-01-01T00:00:01.000Z',
      expiresInMinutes: 45,
      request: otherRequest,
    },
  ],
  'password-was-reset': [
    { firstName: 'Ada', forgotLink: 'https://gate.example/forgot-password', request },
    { firstName: 'Grace', forgotLink: 'https://gate.example/other', request: otherRequest },
  ],
  'connection-added': [
    {
      firstName: 'Ada',
      loginLink: 'https://gate.example/login',
      provider: 'Google',
      providerEmail: 'ada@id.example',
      request,
    },
    {
      firstName: 'Grace',
      loginLink: 'https://gate.example/other',
      provider: 'Elsewhere',
      providerEmail: 'grace@id.example',
      request: otherRequest,
    },
  ],
  'connection-removed': [
    {
      firstName: 'Ada',
      loginLink: 'https://gate.example/login',
      provider: 'Google',
      providerEmail: 'ada@id.example',
      request,
    },
    {
      firstName: 'Grace',
      loginLink: 'https://gate.example/other',
      provider: 'Elsewhere',
      providerEmail: 'grace@id.example',
      request: otherRequest,
    },
  ],
};

export const MAIL_TEMPLATE_NAMES = Object.keys(MAIL_SAMPLES) as MailTemplate[];

/** A mail in its envelope, ready to be sent, with an address that no message may repeat. */
export function outgoingMail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    id: crypto.randomUUID(),
    to: { name: "Ada O'Neil", address: 'ada@reader.example' },
    subject: 'Activate your account',
    html: '<p>Your code is <b>048213</b></p>',
    text: 'Your code is\n\n048213\n',
    ...changes,
  };
}
