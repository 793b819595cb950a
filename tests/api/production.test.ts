import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { newPerson, registrationOf } from '../harness/people';
import { useServer } from '../harness/use-server';

/** A real production start: nothing of PREVIEW, a mail server that is not there, no captcha because it was said. */
const server = useServer({
  env: {
    PREVIEW: undefined,
    SECRET_KEY: 'a secret of this very test, long enough',
    JWE_KEY: Buffer.alloc(32, 9).toString('base64url'),
    ALLOW_SINGLE_INSTANCE: 'true',
    CAPTCHA: 'off',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: '1',
    EMAIL_USE_TLS: 'false',
  },
});

describe('in production', () => {
  // asvs:15.2.3
  it.each(['/dev/mailbox', '/dev/mailbox/messages', '/dev/mailbox/0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6'])(
    '%s does not exist',
    async (path) => {
      expect((await client(server).get(path)).status).toBe(404);
    },
  );

  it('a mail server that refuses costs no registration, and the mail waits', async () => {
    const person = newPerson();
    const answer = await client(server).post('/api/register', registrationOf(person));
    expect(answer.status).toBe(201);
    const { rows } = await server.database.query(
      'SELECT status FROM outbox_mails m JOIN users u ON u.id = m.user_id WHERE u.email = $1',
      [person.email],
    );
    expect(rows).toEqual([{ status: 'queued' }]);
  });
});
