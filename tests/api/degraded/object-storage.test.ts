import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTime } from '../../degraded/in-time';
import type { Client } from '../../harness/client';
import { signedInPerson, type PersonInBrowser } from '../../harness/people';
import { pngOf } from '../../harness/pictures';
import { startRelay, type Relay } from '../../harness/relay';
import { type S3Double, startS3Double } from '../../harness/s3-double';
import { startServer, type TestServer } from '../../harness/server';

let bucket: S3Double;
let relay: Relay;
let server: TestServer;
let person: PersonInBrowser;
let address = '';

const upload = async (browser: Client) =>
  browser.raw('PUT', '/api/me/avatar', await pngOf(), { headers: { 'content-type': 'image/png' } });

/** A picture is neither shown nor changed, which is said in time; whoever it is of is as before. */
async function expectNoPictures(): Promise<void> {
  const mine = () => person.browser.copy();
  const asked = [upload(mine()), mine().get(address)];
  const [changed, seen] = await Promise.all(asked.map(inTime));
  expect([changed?.status, seen?.status]).toEqual([503, 503]);
  const answers = await Promise.all(
    ['/api/me', '/dashboard', '/settings/profile'].map((path) => inTime(mine().get(path))),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answers[0]?.body['avatar_url']).toBe(address);
}

// asvs:16.5.2
describe('an instance whose', () => {
  beforeAll(async () => {
    bucket = await startS3Double();
    relay = await startRelay(Number(new URL(bucket.settings.AWS_S3_ENDPOINT_URL).port));
    const AWS_S3_ENDPOINT_URL = `http://127.0.0.1:${relay.port}`;
    server = await startServer({ env: { ...bucket.settings, AWS_S3_ENDPOINT_URL } });
    server.expectErrors(/"code":"service_unavailable"/);
    person = await signedInPerson(server);
    address = String((await upload(person.browser)).body['avatar_url']);
  });
  afterAll(async () => {
    await server?.stop();
    await relay?.stop();
    await bucket?.stop();
  });

  it('Object storage, down: there are no pictures, and everything else is there', async () => {
    await relay.kill9();
    await expectNoPictures();
    const other = await signedInPerson(server);
    expect((await other.browser.delete('/api/me/avatar')).status).toBe(200);
    await relay.restart();
  });

  it('Object storage, hanging: the same, in time', async () => {
    relay.freeze();
    await expectNoPictures();
    relay.thaw();
  });

  it('Object storage, back: the picture is as it was, and may be changed', async () => {
    expect((await person.browser.get(address)).status).toBe(200);
    expect((await upload(person.browser)).status).toBe(200);
  });
});
