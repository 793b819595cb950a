import { describe, expect, it } from 'vitest';
import { cloneDatabase } from '../harness/database';
import { client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { startServer } from '../harness/server';

const [older, newer, foreign] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64url'));

describe('the list of token keys', () => {
  it('signs nobody out when a new key is put before the old one, and everybody when the old one goes', async () => {
    const database = await cloneDatabase();
    const servers = await Promise.all(
      [`${older}`, `${newer},${older}`, `${foreign}`].map((JWE_KEY) =>
        startServer({ database, env: { JWE_KEY, APP_URL: 'http://localhost:3000' } }),
      ),
    );
    try {
      const [before, after, strange] = servers as [(typeof servers)[0], (typeof servers)[0], (typeof servers)[0]];
      const { browser } = await signedInPerson(before);
      const cookies = [...browser.cookies];
      expect((await client(after, { cookies }).get('/api/me')).status).toBe(200);
      expect((await client(strange, { cookies }).get('/api/me')).status).toBe(401);
      const moved = client(after, { cookies });
      expect((await moved.post('/api/refresh')).status).toBe(200);
      // What the first key of the new list sealed, the old server cannot open.
      expect((await client(before, { cookies: moved.cookies }).get('/api/me')).status).toBe(401);
    } finally {
      await Promise.all(servers.map(({ stop }) => stop()));
      await database.drop();
    }
  });
});
