import { describe, expect, it } from 'vitest';
import { failureInWords } from '@/lib/shared/mail-words';

describe('why an attempt failed, in words', () => {
  it.each([
    ['SMTP EENVELOPE 550 5.1.1 at RCPT TO', 'The mail server refused the sender or the recipient.'],
    ['SMTP EABORT', 'The mail server did not answer in time.'],
    ['SMTP EAUTH 535 5.7.8 at AUTH PLAIN', 'The mail server did not accept our sign-in.'],
    ['SMTP ENEW', 'It was not taken.'],
    ['Resend no answer application_error', 'Resend did not answer.'],
    ['Resend 403 invalid_api_key', 'Resend does not accept our key or our address.'],
    ['Resend 422 validation_error', 'Resend refused the mail.'],
    ['Resend 500 application_error', 'Resend had a failure of its own.'],
  ])('%s', (kept, words) => {
    expect(failureInWords(kept)).toBe(`${words} (${kept})`);
  });

  it('are left as they are where they are words already', () => {
    expect(failureInWords('The mail could not be made.')).toBe('The mail could not be made.');
  });
});
