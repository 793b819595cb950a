import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { LOG_SAFETY } from '@/lib/core/log';

function logged(facts: object): string {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  pino(LOG_SAFETY, stream).info(facts, 'said');
  return text;
}

// asvs:11.7.2 asvs:16.2.4 asvs:16.2.5
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

  it('shows an error’s kind, its last line and where it came from, and nothing that hangs onto it', () => {
    const row = 'Failing row contains (ada@example.com)';
    const error = Object.assign(new Error('Invalid `create()`: { email: "ada@example.com" }\nA check was violated.'), {
      code: 'P2004',
      meta: { detail: row },
      cause: Object.assign(new Error('the driver said no'), { detail: row }),
    });
    const line = logged({ err: error });
    expect(line).not.toContain('ada@example.com');
    expect(JSON.parse(line)).toMatchObject({
      err: { type: 'Error', code: 'P2004', message: 'A check was violated.', cause: { message: 'the driver said no' } },
    });
    expect(line).toContain('log.test.ts');
  });

  it('shows what an operator looks for', () => {
    expect(logged({ requestId: 'an-id', code: 'internal' })).toMatch(/"requestId":"an-id".*"msg":"said"/);
  });
});
