import { describe, expect, it } from 'vitest';
import { createClient } from '@/lib/client/create-client';

type Asked = { method: string; url: string; type: string | null; body: Uint8Array };

/** A server that gives one answer, and keeps what it is asked. */
function answering(answer: () => Response) {
  const asked: Asked[] = [];
  const ask: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = new Uint8Array(await request.arrayBuffer());
    asked.push({ method: request.method, url: request.url, type: request.headers.get('content-type'), body });
    return answer();
  };
  return { asked, client: createClient({ baseUrl: 'https://login.example.com', fetch: ask, encrypt: 'always' }) };
}

const PICTURE = new Uint8Array([1, 2, 255]);
const json = (body: object, init: ResponseInit = {}) => Response.json(body, init);
const image = () => new Response(PICTURE, { headers: { 'content-type': 'image/webp' } });
const problem = { 'content-type': 'application/problem+json' };

describe('a picture', () => {
  it('is sent as it is, and never encrypted', async () => {
    const { asked, client } = answering(() => json({ avatar_url: null }));
    expect(await client.uploadAvatar({ image: PICTURE })).toMatchObject({ ok: true });
    const url = 'https://login.example.com/api/me/avatar';
    expect(asked).toEqual([{ method: 'PUT', url, type: 'application/octet-stream', body: PICTURE }]);
  });

  it('is answered as bytes', async () => {
    const { client } = answering(image);
    expect(await client.readAvatar({ id: 'p' })).toEqual({ ok: true, data: { image: PICTURE } });
  });

  it.each([
    ['a refusal', () => json({ code: 'not_found' }, { status: 404, headers: problem }), 'not_found'],
    ['something else', () => json({}), 'unreadable_answer'],
  ])('is not there: %s', async (_, answer, code) => {
    expect(await answering(answer).client.readAvatar({ id: 'p' })).toMatchObject({ ok: false, problem: { code } });
  });

  it('is no answer where none was asked for', async () => {
    const { client } = answering(image);
    expect(await client.getMe()).toMatchObject({ ok: false, problem: { code: 'unreadable_answer' } });
  });
});
