import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EncryptJWT, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from './client';
import { linkIn } from './mailbox';
import { logProblems } from './server-log';
import { findToken, leakIn } from './token-guard';

const key = new Uint8Array(32).fill(7);
const jwe = (claims = {}) =>
  new EncryptJWT(claims).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'aB3dE6gH' }).encrypt(key);
const signed = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(key);
const token = await jwe({ typ: 'access' });
const spaced = `${Buffer.from('{\n "alg": "dir" }').toString('base64url')}..aaaa.bbbb.cccc`;

describe('a token', () => {
  it.each([
    ['alone', token],
    ['in JSON', JSON.stringify({ access_token: token })],
    ['in JSON in JSON', JSON.stringify({ log: JSON.stringify({ token }) })],
    ['in an address', `/login?next=%2F&t=${token}#x`],
    ['in an encoded address', encodeURIComponent(`/login?token=${token}`)],
    ['in a Cookie header', `a=1; access_token=${token}; b=2`],
    ['after dots and words', `see.a.b.${token}`],
    ['in a page’s payload', `self.__next_f.push([1,"5:[\\"$\\",\\"${token}\\"]"])`],
    ['cut off', token.slice(0, token.lastIndexOf('.') - 10)],
    ['that is only signed', `Bearer ${signed}`],
    ['with a header of its own layout', spaced],
  ])('%s is found', (_, text) => {
    expect(findToken(text)).toBeDefined();
  });

  it.each([
    ['prose', 'They say: money.keys.are here, e.g. hey.you.there. Version 1.2.3.4.5.'],
    ['minified code', 'var e={};e.key.y.ey.w;t.eyes.ew.x(r.keyCode),n.prototype.eyJ.a.b'],
    ['an id', '019a7f3e-8f6b-7cc1-9d1e-1b6f0c9f7a55.eyJ9.x.y.z'],
    ['base64 of other JSON', `${Buffer.from('{"version":3}').toString('base64url')}.a.b.c.d`],
    ['a host and an address of mail', 'mail@login.honey.example.com https://a.b.c.d.e/f.g.h.i.j'],
    ['numbers and a policy', "default-src 'self' 'nonce-4AEemGb0xJptoIGFP3Nd5A'; 10.2.3.4.5"],
  ])('%s is none', (_, text) => {
    expect(findToken(text)).toBeUndefined();
  });
});

describe('against a server that leaks', () => {
  const http = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const [name, value] = [searchParams.get('header'), searchParams.get('value') ?? ''];
    if (name !== null) response.setHeader(name, planted.get(value) ?? value);
    response.end(pathname === '/body' ? planted.get(value) : 'nothing to see');
  });
  const planted = new Map<string, string>();
  const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const ask = (path: string, options = {}) => client({ url: url() }).get(path, options);
  beforeAll(() => new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => void http.close(resolve)));

  it.each([
    ['/body?value=it', 'GET /body shows a token (eyJ'],
    ['/x?header=location&value=url', 'GET /x shows a token (eyJ'],
    ['/x?header=link&value=url', 'in its header link'],
    ['/x?header=x-debug&value=it', 'in its header x-debug'],
    ['/x?header=set-cookie&value=open', 'GET /x lets scripts read the cookie access_token'],
    ['/x?header=set-cookie&value=long', 'GET /x sets the cookie refresh_token of 2048 bytes'],
  ])('%s throws', async (path, problem) => {
    planted.set('it', token);
    planted.set('url', `/login?token=${token}`);
    planted.set('open', `access_token=${token}; Path=/`);
    planted.set('long', `refresh_token=${'x'.repeat(2048 - 'refresh_token='.length)}; HttpOnly`);
    await expect(ask(path)).rejects.toThrow(problem);
  });

  it('an address with a token throws, though nothing comes back', async () => {
    await expect(ask(`/x?t=${token}`)).rejects.toThrow(/^GET \/x has a token \(eyJ\w+…\) in its address$/);
  });

  it('a cookie of 2047 bytes passes, and a hidden token, and the state of a sign-in with a provider', async () => {
    planted.set('cookie', `activation=${'y'.repeat(2047 - 'activation='.length)}; HttpOnly`);
    expect((await ask('/x?header=set-cookie&value=cookie')).setCookies).toHaveLength(1);
    planted.set('cookie', `access_token=${await jwe()}; Path=/; HttpOnly`);
    expect((await ask('/x?header=set-cookie&value=cookie')).setCookies).toHaveLength(1);
    planted.set('away', `https://accounts.example/authorize?client_id=x&state=${token}&nonce=y`);
    expect((await ask('/x?header=location&value=away')).status).toBe(200);
    expect((await ask(`/callback?code=x&state=${token}`)).status).toBe(200);
  });

  it('what any cookie held is known again: in another’s answer, in part, in a log', async () => {
    const own = await jwe({ typ: 'refresh' });
    const opaque = `0123456789abcdef%7C${'f'.repeat(32)}`;
    for (const value of [own, opaque]) {
      planted.set('cookie', `a_cookie=${value}; HttpOnly`);
      await ask('/x?header=set-cookie&value=cookie');
    }
    const ciphertext = own.split('.')[3] ?? '';
    for (const part of [ciphertext, opaque]) {
      planted.set('part', `{"debug":"${part}"}`);
      await expect(ask('/body?value=part')).rejects.toThrow('GET /body shows what a cookie holds');
      expect(leakIn(`{"level":"info","debug":"${part}"}`)).toBeDefined();
      expect(logProblems([`{"level":"info","debug":"${part}"}`], [])).toHaveLength(1);
    }
  });

  it('a choice and an address in a cookie are no secrets', async () => {
    planted.set('cookie', `callback=http%3A%2F%2Flocalhost%3A3000%2Fdashboard; HttpOnly`);
    await ask('/x?header=set-cookie&value=cookie');
    planted.set('it', 'href="/?to=http%3A%2F%2Flocalhost%3A3000%2Fdashboard"');
    expect((await ask('/body?value=it')).text).toContain('dashboard');
  });

  it('the token of a mail’s link is seen where it was asked for and in the mailbox, and nowhere else', async () => {
    const link = linkIn({
      ...{ id: '', to: '', subject: '', html: '', created_at: '' },
      text: 'http://localhost:3000/activate/3qY5iVd0T2mVw1pZk9o4u7cJr8xLb6nE_sQhAaGfDtM',
    });
    planted.set('link', `<a href="${link.pathname}">`);
    planted.set('back', `/login?next=${link.pathname}`);
    await expect(ask('/body?value=link')).rejects.toThrow("GET /body shows the token of a mail's link (3qY5iVd0…)");
    await expect(ask('/x?header=location&value=back')).rejects.toThrow('in its header location');
    expect((await ask(`${link.pathname}?header=x-path&value=back`)).status).toBe(200);
    expect((await ask('/dev/mailbox?header=x-path&value=back')).status).toBe(200);
  });
});
