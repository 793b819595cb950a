import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { newPerson, registrationOf } from '../harness/people';
import { useServer } from '../harness/use-server';

const server = useServer({ env: { TRUSTED_PROXY_HOPS: '0' } });

describe('without a proxy', () => {
  // asvs:15.3.4 asvs:4.1.3
  it('the socket’s address is what is recorded and counted, whatever a header says', async () => {
    const person = newPerson();
    expect((await client(server, { ip: '203.0.113.9' }).post('/api/register', registrationOf(person))).status).toBe(
      201,
    );
    const { rows } = await server.database.query('SELECT DISTINCT ip FROM audit_events');
    expect(rows).toEqual([{ ip: '127.0.0.1' }]);
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, n) => client(server, { ip: `203.0.113.${n}` }).get('/api/me')),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(6);
  });
});
