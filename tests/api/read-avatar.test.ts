import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { putAvatar } from '../harness/pictures';
import { asking, makePolicy } from '../harness/policies';
import { until } from '../harness/poll';
import { personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useServer } from '../harness/use-server';

const METRICS_TOKEN = 'a token of this very test';
const server = useServer({ env: { THROTTLE_AUTHENTICATED: '6', METRICS_TOKEN } });

const pathOf = ({ id }: { id: string }, query = '') => `/api/users/${id}/avatar${query}`;

describe('200', () => {
  // asvs:3.2.1 asvs:5.4.1 asvs:5.4.2
  it('is WebP under a name of ours, and no page, whoever looks at it', async () => {
    const person = await signedInPerson(server);
    await putAvatar(server, person.id);
    const { status, headers } = await person.browser.get(pathOf(person));
    expect([status, headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(headers.get('content-disposition')).toBe('inline; filename="avatar.webp"');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  // asvs:14.3.2
  it('is kept nowhere, under its own address or any other', async () => {
    const person = await signedInPerson(server);
    const version = await putAvatar(server, person.id);
    for (const query of ['', `?v=${version}`, `?v=${randomUUID()}`]) {
      const { status, headers } = await person.browser.get(pathOf(person, query));
      expect([status, headers.get('cache-control'), headers.get('etag')]).toEqual([200, 'private, no-store', null]);
    }
  });

  it('shows those who may read people everybody’s, on the list and by itself', async () => {
    const [manager, person] = [await personWithRoles(server, ['manager']), await personWithRoles(server, ['member'])];
    const version = await putAvatar(server, person.id);
    const address = `${server.url}${pathOf(person, `?v=${version}`)}`;
    const list = await manager.browser.get(`/api/users?search=${encodeURIComponent(person.email)}`);
    expect(list.body['results']).toMatchObject([{ id: person.id, avatar_url: address }]);
    expect((await manager.browser.get(address)).status).toBe(200);
    expect((await manager.browser.raw('HEAD', address)).text).toBe('');
  });
});

describe('401, 404', () => {
  it('is not for strangers', async () => {
    const person = await signedInPerson(server);
    await putAvatar(server, person.id);
    expect(refusalOf(await client(server).get(pathOf(person)))).toEqual([401, 'unauthenticated']);
  });

  // asvs:8.2.2
  it('is the same for somebody who is none of one’s business, for nobody, and for who has no picture', async () => {
    const [member, other] = [await personWithRoles(server, ['member']), await personWithRoles(server, ['member'])];
    await putAvatar(server, other.id);
    for (const person of [other, { id: randomUUID() }, member]) {
      expect(refusalOf(await member.browser.get(pathOf(person)))).toEqual([404, 'not_found']);
    }
  });

  // asvs:8.2.3
  it('is whose picture a rule hides, and whose address is then not told either', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const reader = await personOfRank(server, { level: 40, permissions: ['users.read'] });
    const person = await personWithRoles(server, ['member']);
    await putAvatar(server, person.id);
    const conditions = [asking('subject', 'roles', 'containing', reader.role)];
    await makePolicy(admin.browser, { effect: 'deny', action: 'read', fields: ['avatar'], conditions });
    expect(refusalOf(await reader.browser.get(pathOf(person)))).toEqual([404, 'not_found']);
    expect((await reader.browser.get(`/api/users/${person.id}`)).body).not.toHaveProperty('avatar_url');
  });

  it('is a picture that the storage has lost, and the log says so', async () => {
    const person = await signedInPerson(server);
    const id = await putAvatar(server, person.id);
    await rm(join(server.folder, '.data/storage/avatars', `${id}.webp`));
    server.expectErrors(/a picture is lost/);
    expect(refusalOf(await person.browser.get(pathOf(person)))).toEqual([404, 'not_found']);
    const said = () => server.logs().some((line) => line.includes('a picture is lost') && line.includes(id));
    await until('the log to say so', said);
  });
});

describe('429', () => {
  it('comes after ten times as many pictures as requests, and neither counts for the other', async () => {
    const person = await signedInPerson(server);
    await putAvatar(server, person.id);
    const looks = await Promise.all(Array.from({ length: 61 }, () => person.browser.copy().get(pathOf(person))));
    const count = (status: number) => looks.filter((answer) => answer.status === status).length;
    expect([count(200), count(429)]).toEqual([60, 1]);
    expect(looks[0]?.headers.get('ratelimit-policy')).toBe('"pictures";q=60;w=60');
    expect((await person.browser.get('/api/me')).status).toBe(200);
    const { text } = await client(server).get('/api/metrics', {
      headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    });
    expect(text.split('\n').filter((line) => line.startsWith('gatehouse_limit_hits_total'))).toEqual([
      'gatehouse_limit_hits_total{limit="throttle.pictures"} 1',
    ]);
  });
});

describe('the address of Next’s own images', () => {
  it('is none: it would decode pictures for anybody', async () => {
    expect((await client(server).get('/_next/image?url=%2Ficon.svg&w=64&q=75')).status).toBe(404);
  });
});
