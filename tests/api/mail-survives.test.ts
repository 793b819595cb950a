import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { mailsTo, waitForMail } from '../harness/mailbox';
import { newPerson, registrationOf } from '../harness/people';
import { useServer } from '../harness/use-server';

const server = useServer();

describe('a mail whose registration was answered', () => {
  // asvs:2.3.3
  it('is there, once, after a kill -9 right after the answer', async () => {
    const people = Array.from({ length: 5 }, () => newPerson());
    for (const person of people) {
      const answer = await client(server).post('/api/register', registrationOf(person));
      expect(answer.status).toBe(201);
      await server.kill9();
      await server.restart();
    }
    for (const { email } of people) {
      await waitForMail(server, email);
      expect(await mailsTo(server, email)).toHaveLength(1);
    }
    const { rows } = await server.database.query('SELECT DISTINCT status, payload FROM outbox_mails');
    expect(rows).toEqual([{ status: 'sent', payload: null }]);
  }, 60_000);
});
