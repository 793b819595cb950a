import { describe, expect, it } from 'vitest';
import { client, type Client } from '../harness/client';
import { addPerson } from '../harness/add-person';
import { addMail } from '../harness/mails';
import { makePolicy } from '../harness/policies';
import { personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useServer } from '../harness/use-server';

const server = useServer();

type Mail = Record<string, unknown> & { id: string; label: string; to: Record<string, unknown> | null };
type Read = { counts: Record<string, number>; results: Mail[]; next: string | null };

const DAY_MS = 24 * 60 * 60 * 1000;
/** Nobody tries these in the time of a test. */
const tomorrow = () => new Date(Date.now() + DAY_MS);

async function read(browser: Client, query = ''): Promise<Read> {
  const { status, body } = await browser.get(`/api/mails${query}`);
  expect(status).toBe(200);
  return {
    counts: body['counts'] as Read['counts'],
    results: body['results'] as Mail[],
    next: body['next_cursor'] as string | null,
  };
}

const idsOf = ({ results }: Read) => results.map(({ id }) => id);

describe('200', () => {
  it('tells which mail went to whom and how its delivery stands, and nothing of what is in it', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const userId = await addPerson(server.database, { first: 'Ada', last: 'Byron', email: 'ada@mails.example' });
    const nextAttemptAt = tomorrow();
    const lastError = 'SMTP EENVELOPE 451 4.3.2 at RCPT TO';
    const id = await addMail(server.database, {
      userId,
      template: 'activation',
      status: 'queued',
      attempts: 3,
      lastError,
      nextAttemptAt,
    });
    const answer = await browser.get('/api/mails');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect((answer.body['results'] as Mail[])[0]).toEqual({
      id,
      template: 'activation',
      label: 'Activation code and link',
      to: { id: userId, email: 'ada@mails.example', first_name: 'Ada', last_name: 'Byron' },
      status: 'failed',
      attempts: 3,
      last_error: `The mail server refused the sender or the recipient. (${lastError})`,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      next_attempt_at: nextAttemptAt.toISOString(),
      sent_at: null,
      resend_refusal: null,
    });
    expect(answer.text).not.toContain('048213');
  });

  it('is narrowed to those that wait, are tried again, are sent or are given up, and counts each', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const before = (await read(browser)).counts;
    const userId = await addPerson(server.database);
    const nextAttemptAt = tomorrow();
    const own = {
      queued: await addMail(server.database, { userId, status: 'queued', attempts: 0, nextAttemptAt }),
      handed_over: await addMail(server.database, { userId, status: 'handed_over', attempts: 1, nextAttemptAt }),
      failed: await addMail(server.database, { userId, status: 'queued', attempts: 1, nextAttemptAt }),
      sent: await addMail(server.database, { userId, status: 'sent', attempts: 1 }),
      dead: await addMail(server.database, { userId, status: 'dead' }),
    };
    for (const [status, id] of Object.entries(own)) {
      const page = await read(browser, `?status=${status}`);
      expect(idsOf(page)).toContain(id);
      expect(Object.values(own).filter((other) => idsOf(page).includes(other))).toEqual([id]);
      expect(page.results.map((mail) => mail['status'])).toEqual(page.results.map(() => status));
      expect(page.counts[status]).toBe((before[status] ?? 0) + 1);
    }
  });

  it('pages through all of them, the newest first, none twice and none left out', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const userId = await addPerson(server.database);
    const made: string[] = [];
    for (let n = 0; n < 120; n += 1) made.push(await addMail(server.database, { userId, status: 'sent', attempts: 1 }));
    const ids: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Read = await read(browser, `?status=sent${next && `&cursor=${next}`}`);
      expect(page.results.length).toBeLessThanOrEqual(50);
      ids.push(...idsOf(page));
      next = page.next;
    }
    expect(ids.slice(0, 120)).toEqual(made.toReversed());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of each that is not delivered why it would not be sent again', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const userId = await addPerson(server.database);
    const askedAt = new Date(Date.now() - DAY_MS);
    const expired = await addMail(server.database, { userId, template: 'reset-password', askedAt });
    const notice = await addMail(server.database, { userId, template: 'password-changed', askedAt });
    const { results } = await read(browser, '?status=dead');
    const refusalOfMail = (id: string) => results.find((mail) => mail.id === id)?.['resend_refusal'];
    expect(refusalOfMail(expired)).toMatch(/^Its code or link has expired/);
    expect(refusalOfMail(notice)).toBeNull();
  });

  // asvs:8.2.3
  it('leaves out of whom it is for what the caller may not see', async () => {
    const userId = await addPerson(server.database, { first: 'Ada', last: 'Byron' });
    const id = await addMail(server.database, { userId });
    const toOf = async (browser: Client) => (await read(browser)).results.find((mail) => mail.id === id)?.to;
    const clerk = await personOfRank(server, { level: 40, permissions: ['mails.read'] });
    expect(await toOf(clerk.browser)).toBeNull();
    const reader = await personOfRank(server, { level: 41, permissions: ['mails.read', 'users.read'] });
    expect(await toOf(reader.browser)).toMatchObject({ id: userId, email: expect.any(String) });
    const admin = await personWithRoles(server, ['admin']);
    await makePolicy(admin.browser, {
      effect: 'deny',
      action: 'read',
      resource: 'user',
      fields: ['email'],
      conditions: [{ on: 'subject', attribute: 'roles', is: 'containing', value: reader.role }],
    });
    expect(await toOf(reader.browser)).toEqual({ id: userId, first_name: 'Ada', last_name: 'Byron' });
  });
});

describe('400', () => {
  it.each(['status=lost', 'status=', 'cursor=newest'])('refuses ?%s', async (query) => {
    const { browser } = await personWithRoles(server, ['admin']);
    expect(refusalOf(await browser.get(`/api/mails?${query}`))).toEqual([400, 'invalid_input']);
  });
});

describe('401', () => {
  it('is for strangers', async () => {
    expect(refusalOf(await client(server).get('/api/mails'))).toEqual([401, 'unauthenticated']);
  });
});

describe('403', () => {
  // asvs:8.2.1
  it('is for a manager: only administrators hold the permission, unless a role is given it', async () => {
    const { browser } = await personWithRoles(server, ['manager']);
    expect(refusalOf(await browser.get('/api/mails'))).toEqual([403, 'forbidden']);
  });
});
