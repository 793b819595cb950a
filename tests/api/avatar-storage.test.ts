import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { pngOf } from '../harness/pictures';
import { refusalOf } from '../harness/roles';
import { type S3Double, type S3Mood, startS3Double } from '../harness/s3-double';
import { startServer, type TestServer } from '../harness/server';

let bucket: S3Double;
let server: TestServer;

beforeAll(async () => {
  bucket = await startS3Double();
  server = await startServer({ env: bucket.settings });
});
afterAll(async () => {
  await server?.stop();
  await bucket?.stop();
});

const upload = async (browser: Client) =>
  browser.raw('PUT', '/api/me/avatar', await pngOf(), { headers: { 'content-type': 'image/png' } });

describe('pictures in a bucket', () => {
  it('are stored there under a name of their own, and read from there', async () => {
    const { browser } = await signedInPerson(server);
    const address = String((await upload(browser)).body['avatar_url']);
    const version = new URL(address).searchParams.get('v') ?? '';
    expect([...bucket.objects.keys()]).toEqual([`avatars/${version}.webp`]);
    expect((await browser.get(address)).headers.get('content-type')).toBe('image/webp');
  });

  it.each<S3Mood>(['hanging', 'broken'])(
    'cannot be changed or seen while it is %s, which is said within five seconds; the rest goes on',
    async (mood) => {
      const person = await signedInPerson(server);
      const { browser } = person;
      const address = String((await upload(browser)).body['avatar_url']);
      server.expectErrors(/"code":"service_unavailable"/);
      bucket.be(mood);
      const startedAt = performance.now();
      const [changed, seen, me] = await Promise.all([
        upload(browser.copy()),
        browser.copy().get(address),
        browser.copy().get('/api/me'),
      ]);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      for (const answer of [changed, seen]) expect(refusalOf(answer)).toEqual([503, 'service_unavailable']);
      expect([me.status, me.body['avatar_url']]).toEqual([200, address]);
      bucket.be('well');
      expect((await browser.get(address)).status).toBe(200);
      expect((await upload(browser)).status).toBe(200);
      const { rows } = await server.database.query('SELECT count(*)::int AS left FROM avatars WHERE user_id IS NULL');
      expect(rows[0]?.['left']).toBeGreaterThanOrEqual(2);
    },
  );

  it('can be taken away while it is gone: nobody is shown one any more', async () => {
    const { browser } = await signedInPerson(server);
    const address = String((await upload(browser)).body['avatar_url']);
    bucket.be('broken');
    expect((await browser.delete('/api/me/avatar')).status).toBe(200);
    expect((await browser.get(address)).status).toBe(404);
    bucket.be('well');
  });
});
