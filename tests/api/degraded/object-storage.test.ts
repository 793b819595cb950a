import { afterAll, beforeAll, describe, expect } from 'vitest';
import { picturesCheck } from '@/lib/cli/doctor/storage-checks';
import { inTime } from '../../degraded/in-time';
import { expectDoctorToSee, linesWith, untilReadySays } from '../../degraded/operator';
import { rowsOf } from '../../degraded/rows';
import type { Client } from '../../harness/client';
import { signedInPerson, type PersonInBrowser } from '../../harness/people';
import { pngOf } from '../../harness/pictures';
import { until } from '../../harness/poll';
import { startRelay, type Relay } from '../../harness/relay';
import { type S3Double, startS3Double } from '../../harness/s3-double';
import { startServer, type TestServer } from '../../harness/server';

const CODE = 'service_unavailable';

let bucket: S3Double;
let relay: Relay;
let server: TestServer;
let settings: S3Double['settings'];
let person: PersonInBrowser;
let address = '';

const upload = async (browser: Client) =>
  browser.raw('PUT', '/api/me/avatar', await pngOf(), { headers: { 'content-type': 'image/png' } });

/** A picture is neither shown nor changed, which is said in time; it may be taken away; whoever it is of is as before. */
async function expectNoPictures(breakIt: () => Promise<void>): Promise<void> {
  const other = await signedInPerson(server);
  await upload(other.browser);
  const before = linesWith(server, CODE).length;
  await breakIt();
  const mine = () => person.browser.copy();
  const [changed, seen, removed, me, ...pages] = await Promise.all([
    inTime(upload(mine())),
    inTime(mine().get(address)),
    inTime(other.browser.delete('/api/me/avatar')),
    ...['/api/me', '/dashboard', '/settings/profile'].map((path) => inTime(mine().get(path))),
    expectDoctorToSee(picturesCheck, settings),
  ]);
  for (const { status, body } of [changed, seen]) expect([status, body['code']]).toEqual([503, CODE]);
  expect([removed, ...pages].map((answer) => answer?.status)).toEqual([200, 200, 200, undefined]);
  expect(me?.body['avatar_url']).toBe(address);
  // The picture lies over the initials: where it does not come, they are seen.
  expect(pages[1]?.text).toMatch(/>RM<span class="absolute[^>]*background-image/);
  await until('both in the log', () => linesWith(server, CODE, '"level":"error"', '"err":{').length === before + 2);
}

// asvs:16.5.2
describe('an instance whose', () => {
  const row = rowsOf('Object storage', () => relay);

  beforeAll(async () => {
    bucket = await startS3Double();
    relay = await startRelay(Number(new URL(bucket.settings.AWS_S3_ENDPOINT_URL).port));
    settings = { ...bucket.settings, AWS_S3_ENDPOINT_URL: `http://127.0.0.1:${relay.port}` };
    server = await startServer({ env: settings });
    server.expectErrors(/"code":"service_unavailable"/);
    person = await signedInPerson(server);
    address = String((await upload(person.browser)).body['avatar_url']);
  });
  afterAll(async () => {
    await server?.stop();
    await relay?.stop();
    await bucket?.stop();
  });

  row.down('there are no pictures, and everything else is there', async (breakIt) => {
    await expectNoPictures(breakIt);
    await untilReadySays(server, 'ready');
  });

  row.hanging('the same, in time', expectNoPictures);

  row.back('the picture is as it was, and may be changed', async () => {
    const before = server.logs().length;
    expect((await person.browser.get(address)).status).toBe(200);
    expect((await upload(person.browser)).status).toBe(200);
    expect(server.logs().slice(before)).toEqual([]);
    // The two that were not stored, the two that were taken away, and the one that was replaced: for a job to remove.
    const { rows } = await server.database.query('SELECT 1 FROM avatars WHERE user_id IS NULL');
    expect(rows).toHaveLength(5);
  });
});
