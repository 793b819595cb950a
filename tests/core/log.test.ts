import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { REDACTION } from '@/lib/core/log';

function logged(facts: object): string {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  pino({ redact: REDACTION }, stream).info(facts, 'said');
  return text;
}

describe('the log', () => {
  it.each([
    'password',
    'confirm_password',
    'token',
    'activation_code',
    'authorization',
    'cookie',
    'set-cookie',
    'email',
  ])('hides %s, at the top, in an object and in an object of an object', (key) => {
    const secret = 'squeamish ossifrage';
    for (const facts of [
      { [key]: secret },
      { input: { [key]: secret } },
      { request: { headers: { [key]: secret } } },
    ]) {
      expect(logged(facts)).not.toContain(secret);
      expect(logged(facts)).toContain('[redacted]');
    }
  });

  it('shows what an operator looks for', () => {
    expect(logged({ requestId: 'an-id', code: 'internal' })).toMatch(/"requestId":"an-id".*"msg":"said"/);
  });
});
