import { connect, type Socket } from 'node:net';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { catalogue, type CatalogueRow } from '@/lib/http/catalogue';
import { client, type Answer, type Client } from '../harness/client';
import { type PersonWithId, registeredPerson, signedInPerson } from '../harness/people';
import { photograph, pngOf } from '../harness/pictures';
import { asking, makePolicy } from '../harness/policies';
import { until } from '../harness/poll';
import { personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';
import { faultsOf } from '../hostile/faults';
import { HOSTILE_PICTURES } from '../hostile/pictures';
import { MARK } from '../hostile/values';

const server = useSharedServer(WIDE_THROTTLES);

type Bytes = Uint8Array<ArrayBuffer>;

const send = ({ browser }: { browser: Client }, picture: Bytes, type = 'image/png') =>
  browser.raw('PUT', '/api/me/avatar', picture, { headers: { 'content-type': type } });

const addressIn = ({ body }: Answer) => String(body['avatar_url']);

/** What is shown of somebody, as bytes. */
async function shown({ browser }: PersonWithId, address: string): Promise<{ type: string | null; bytes: Buffer }> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(address, { headers: { cookie, 'x-forwarded-for': browser.ip } });
  return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** The colour of a pixel of a picture, as three numbers that are near 0 or 255. */
async function colourAt(bytes: Buffer, x: number, y: number): Promise<number[]> {
  const region = { left: x, top: y, width: 1, height: 1 };
  return [...(await sharp(bytes).extract(region).raw().toBuffer())].map((value) => Math.round(value / 255) * 255);
}

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

describe('200', () => {
  // asvs:5.2.2
  it('stores a photograph upright, square and as WebP, with nothing of what the camera wrote into it', async () => {
    const person = await signedInPerson(server);
    const answer = await send(person, await photograph(), 'image/jpeg');
    expect(answer.status).toBe(200);
    expect(addressIn(answer)).toMatch(new RegExp(`^${server.url}/api/users/${person.id}/avatar\\?v=[0-9a-f-]{36}$`));
    const { bytes } = await shown(person, addressIn(answer));
    const { format, width, height, orientation, exif, icc, xmp } = await sharp(bytes).metadata();
    expect({ format, width, height, orientation, exif, icc, xmp }).toEqual({ format: 'webp', width: 256, height: 256 });
    expect(bytes.includes('Somebody at home')).toBe(false);
    expect(await colourAt(bytes, 128, 40)).toEqual(RED);
    expect(await colourAt(bytes, 128, 216)).toEqual(BLUE);
  });

  it('takes PNG, JPEG and WebP, whichever of them it is called, and puts white behind what is transparent', async () => {
    const person = await signedInPerson(server);
    const clear = { create: { width: 9, height: 9, channels: 4, background: '#00000000' } } as const;
    const pictures = await Promise.all([sharp(clear).png(), sharp(clear).webp()].map((one) => one.toBuffer()));
    for (const type of ['image/png', 'image/webp', 'image/jpeg', 'application/octet-stream', 'Image/PNG; x=y']) {
      for (const picture of pictures) {
        const answer = await send(person, new Uint8Array(picture), type);
        expect(answer.status, type).toBe(200);
        expect(await colourAt((await shown(person, addressIn(answer))).bytes, 5, 5)).toEqual([255, 255, 255]);
      }
    }
  });

  it('acts for the next request of every session, and is on the record', async () => {
    const person = await signedInPerson(server);
    const other = person.browser.copy();
    expect((await other.get('/api/me')).body['avatar_url']).toBeNull();
    const address = addressIn(await send(person, await pngOf()));
    expect((await other.get('/api/me')).body['avatar_url']).toBe(address);
    expect((await other.get('/api/auth/session')).body).toMatchObject({ user: { image: address } });
    expect((await other.get(`/api/users/${person.id}`)).body['avatar_url']).toBe(address);
    const { rows } = await server.database.query(
      `SELECT event, outcome FROM audit_events WHERE subject_id = $1 AND event LIKE 'avatar.%'`,
      [person.id],
    );
    expect(rows).toEqual([{ event: 'avatar.changed', outcome: 'success' }]);
  });

  // asvs:5.2.4
  it('leaves one picture, whichever of parallel ones was last, and each but one answer says so', async () => {
    const person = await signedInPerson(server);
    const picture = await pngOf();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => send({ browser: person.browser.copy() }, picture)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const { rows } = await server.database.query('SELECT id FROM avatars WHERE user_id = $1', [person.id]);
    expect(rows).toHaveLength(1);
    expect((await person.browser.get('/api/me')).body['avatar_url']).toContain(rows[0]?.['id']);
  });
});

describe('400, 415: what is no picture, or is made to do harm', () => {
  let person: PersonWithId;
  beforeAll(async () => {
    person = await signedInPerson(server);
  });
  const row = catalogue.find(({ path, method }: CatalogueRow) => path === '/api/me/avatar' && method === 'PUT');

  // asvs:5.2.2 asvs:5.2.3 asvs:5.2.6
  it.each(HOSTILE_PICTURES)('%s', { timeout: 60_000 }, async (name, bytesOf, expected) => {
    const bytes = await bytesOf();
    const startedAt = performance.now();
    const answer = await send(person, bytes);
    const ms = performance.now() - startedAt;
    expect([name, answer.status === 200 ? 200 : answer.body['code']]).toEqual([name, expected]);
    expect(row && faultsOf(row, { name, hostile: undefined, toSent: () => ({}) as never }, answer, ms)).toEqual([]);
    if (expected !== 200) return;
    const { type, bytes: stored } = await shown(person, addressIn(answer));
    expect([type, stored.includes(MARK)]).toEqual(['image/webp', false]);
    const { format, pages, width } = await sharp(stored).metadata();
    expect([format, pages, width]).toEqual(['webp', undefined, 256]);
  });

  // asvs:3.5.2 asvs:5.2.2
  it.each([
    ...['image/gif', 'image/svg+xml', 'image/heic', 'image/*', 'text/plain', 'application/json', ''],
    ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
  ])('a body of the type %j, whatever is in it', async (type) => {
    const answer = await send(person, await pngOf(), type);
    expect(refusalOf(answer)).toEqual([415, 'unsupported_media_type']);
    expect(answer.body['detail']).toMatch(/image\/png, image\/jpeg, image\/webp, .* application\/octet-stream/);
  });

  it('a picture in a coding', async () => {
    const headers = { 'content-type': 'image/png', 'content-encoding': 'gzip' };
    const answer = await person.browser.raw('PUT', '/api/me/avatar', await pngOf(), { headers });
    expect(refusalOf(answer)).toEqual([415, 'unsupported_media_type']);
  });

  it('says in a sentence by the field what is wrong', async () => {
    const answer = await send(person, (await photograph()).slice(0, 600));
    expect(answer.body['fields']).toEqual({
      image: ['This picture is damaged, or takes too long to read. Try another one.'],
    });
  });
});

describe('401, 403', () => {
  it('is not for strangers, nor for people not yet activated', async () => {
    const picture = await pngOf();
    expect(refusalOf(await send({ browser: client(server) }, picture))).toEqual([401, 'unauthenticated']);
    const { email, password } = await registeredPerson(server);
    const browser = client(server);
    await browser.post('/api/login', { email, password });
    expect(refusalOf(await send({ browser }, picture))).toEqual([403, 'not_activated']);
  });

  // asvs:3.5.1
  it('is not for another site', async () => {
    const { browser } = await signedInPerson(server);
    const headers = { 'content-type': 'image/png', origin: 'https://evil.example' };
    const answer = await browser.raw('PUT', '/api/me/avatar', await pngOf(), { headers });
    expect(refusalOf(answer)).toEqual([403, 'origin_rejected']);
  });

  // asvs:8.2.3
  it('is taken from whom a rule takes it, and then nothing is stored', async () => {
    const { browser: admin } = await personWithRoles(server, ['admin']);
    const person = await personWithRoles(server, ['member']);
    const conditions = [asking('subject', 'id', 'equal', person.id)];
    await makePolicy(admin, { effect: 'deny', action: 'update', resource: 'user', fields: ['avatar'], conditions });
    const count = async () => (await server.database.query('SELECT 1 FROM avatars')).rows.length;
    const before = await count();
    expect(refusalOf(await send(person, await pngOf()))).toEqual([403, 'forbidden']);
    expect(await count()).toBe(before);
    expect((await person.browser.patch('/api/me', { first_name: 'Kim' })).status).toBe(200);
  });
});

describe('413', () => {
  // asvs:5.2.1
  it('is more than 2 MiB, declared or streamed; 2 MiB pass', async () => {
    const person = await signedInPerson(server);
    const picture = await pngOf();
    const padded = (size: number) => new Uint8Array(Buffer.concat([picture, Buffer.alloc(size - picture.length)]));
    expect((await send(person, padded(2 * 1024 * 1024))).status).toBe(200);
    const tooLarge = padded(2 * 1024 * 1024 + 1);
    const declared = await send(person, tooLarge);
    expect(refusalOf(declared)).toEqual([413, 'payload_too_large']);
    expect(declared.body['detail']).toContain('2 MiB');
    const cookie = [...person.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const streamed = await fetch(`${server.url}/api/me/avatar`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'image/png' },
      body: new Blob([tooLarge]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(streamed.status).toBe(413);
  });
});

/** The head of an upload, and its first bytes; the rest is for whoever holds it. */
function beginSlowly({ browser }: PersonWithId): Socket & { answer: () => string } {
  const socket = connect(server.port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => void (heard += chunk.toString()));
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const head = ['PUT /api/me/avatar HTTP/1.1', 'host: localhost', `cookie: ${cookie}`, 'content-type: image/png'];
  socket.write([...head, 'content-length: 1000', '', 'x'].join('\r\n'));
  return Object.assign(socket, { answer: () => heard });
}

describe('409, 503: one of a person at a time, and sixteen in all', () => {
  // asvs:5.2.1
  it('so that who holds many open keeps themselves from nothing else, and nobody from signing in', async () => {
    const holders = await Promise.all(Array.from({ length: 16 }, () => signedInPerson(server)));
    server.expectErrors(/"code":"service_unavailable"/);
    const other = await signedInPerson(server);
    const picture = await pngOf();
    let held = holders.map((holder) => ({ holder, socket: beginSlowly(holder) }));
    const letGo = () => held.forEach(({ socket }) => socket.destroy());
    onTestFinished(letGo);
    await until('all of it to be held', async () => {
      // Who asks whether there is room takes some of it for a moment: whom that kept out begins anew.
      held = held.map((one) => (one.socket.answer() === '' ? one : { ...one, socket: beginSlowly(one.holder) }));
      return (await send(other, picture)).status === 503;
    });
    for (const { holder } of held) expect((await send(holder, picture)).status).toBe(409);
    const busy = await send(other, picture);
    expect([refusalOf(busy), busy.headers.get('retry-after')]).toEqual([[503, 'service_unavailable'], '5']);
    expect((await other.browser.get('/api/me')).status).toBe(200);
    await signedInPerson(server);
    letGo();
    await until('room', async () => (await send(other, picture)).status === 200);
  });
});

describe('a storm of pictures', () => {
  it('leaves sign-ins their turn: one is through before five that are dear to decode are', async () => {
    const side = { width: 4900, height: 4900 };
    const dear = sharp({ create: { ...side, channels: 4, background: '#33669980' } }).png({ compressionLevel: 1 });
    const picture = new Uint8Array(await dear.toBuffer());
    const people = await Promise.all(Array.from({ length: 5 }, () => signedInPerson(server)));
    const storm = Promise.all(people.map((person) => send(person, picture)));
    const first = await Promise.race([signedInPerson(server).then(() => 'the sign-in'), storm.then(() => 'the storm')]);
    expect(first).toBe('the sign-in');
    expect((await storm).map(({ status }) => status)).toEqual(people.map(() => 200));
  });
});
