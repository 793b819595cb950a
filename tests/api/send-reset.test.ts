import { describe, expect, it } from 'vitest';
import { gatedBrowser, leadWithTeam, NOBODYS_IDS, recordOf, statusesOf } from '../harness/chain';
import { client } from '../harness/client';
import { codeIn, linkIn, type Mail, waitForMail } from '../harness/mailbox';
import { idOf, newPerson, registeredPerson } from '../harness/people';
import { asking, makePolicy } from '../harness/policies';
import { FRESH_PASSWORD, reset } from '../harness/reset';
import { personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const pathOf = ({ id }: { id: string }) => `/api/users/${id}/send-reset`;
const admin = () => personWithRoles(server, ['admin']);
const member = () => personWithRoles(server, ['member']);
const isLink = ({ text }: Mail) => text.includes('/reset_password/');
const tokenOf = (mail: Mail) => linkIn(mail, '/reset_password/').pathname.split('/').at(-1) ?? '';

describe('200', () => {
  // asvs:6.4.6
  it('mails a link for a new password that says which administrator sent it, on the record', async () => {
    const { browser, id, first_name, last_name } = await admin();
    const person = await member();
    expect((await browser.post(pathOf(person))).status).toBe(200);
    const mail = await waitForMail(server, person.email, isLink);
    expect(mail.text.replaceAll('\n', ' ')).toContain(`${first_name} ${last_name} sent you as an administrator`);
    expect(mail.text).toContain(browser.ip);
    expect((await reset(client(server), tokenOf(mail), FRESH_PASSWORD)).status).toBe(200);
    expect((await person.browser.get('/api/me')).status).toBe(401);
    expect(await recordOf(server, person.id, 'person.reset_sent')).toEqual([{ actor_id: id, data: { link: 'reset' } }]);
  });

  it('sends whom somebody invited a new invitation, and the old link dies', async () => {
    const { browser } = await admin();
    const { first_name, last_name, email } = newPerson();
    const { body } = await browser.post('/api/users', { first_name, last_name, email });
    const first = await waitForMail(server, email);
    expect((await browser.post(pathOf({ id: String(body['id']) }))).status).toBe(200);
    const second = await waitForMail(server, email, ({ id }) => id !== first.id);
    expect(second.text).toContain('You are invited to');
    expect((await reset(client(server), tokenOf(first), FRESH_PASSWORD)).body['code']).toBe('invalid_token');
    expect((await reset(client(server), tokenOf(second), FRESH_PASSWORD)).status).toBe(200);
    expect((await client(server).post('/api/login', { email, password: FRESH_PASSWORD })).status).toBe(200);
  });

  it('invites who registered and never activated: nothing of what was typed then survives', async () => {
    const { browser } = await admin();
    const squatter = await registeredPerson(server);
    const { email, password } = squatter;
    expect((await squatter.browser.post('/api/login', { email, password })).status).toBe(200);
    expect((await browser.post(pathOf({ id: await idOf(server, email) }))).status).toBe(200);
    const token = tokenOf(await waitForMail(server, email, isLink));
    expect((await reset(client(server), token, FRESH_PASSWORD)).status).toBe(200);
    expect((await squatter.browser.get('/api/me')).status).toBe(401);
    const code = codeIn(squatter.mail);
    expect((await squatter.browser.post('/api/active-account', { activation_code: code })).status).not.toBe(200);
    expect((await client(server).post('/api/login', { email, password })).status).toBe(401);
    const entered = await client(server).post('/api/login', { email, password: FRESH_PASSWORD });
    expect(entered.body['user']).toMatchObject({ is_activated: true });
  });

  // asvs:7.4.2
  it('mails a link that ends with a suspension: restored, they need a new one', async () => {
    const [{ browser }, person] = [await admin(), await member()];
    expect((await browser.post(pathOf(person))).status).toBe(200);
    const mail = await waitForMail(server, person.email, isLink);
    expect((await browser.post(`/api/users/${person.id}/suspend`, { reason: 'Mailbox stolen' })).status).toBe(200);
    expect((await browser.post(`/api/users/${person.id}/restore`)).status).toBe(200);
    expect((await reset(client(server), tokenOf(mail), FRESH_PASSWORD)).status).toBe(410);
  });

  it('below level 1, is for people below one', async () => {
    const { lead, below } = await leadWithTeam(server, ['users.update', 'users.read']);
    expect((await lead.browser.post(pathOf(below))).status).toBe(200);
  });
});

describe('401 and 403', () => {
  // asvs:8.2.2 asvs:8.2.1
  it('is for those alone who may edit people, and not for their own rank, above, beside or in no chain with them', async () => {
    const { lead, equal, above, beside, stranger } = await leadWithTeam(server, ['users.update', 'users.read']);
    expect((await client(server).post(pathOf(above))).status).toBe(401);
    const pending = await gatedBrowser(server);
    expect(refusalOf(await pending.post(pathOf(above)))).toEqual([403, 'not_activated']);
    for (const person of [equal, above, beside, stranger, await admin()]) {
      expect(refusalOf(await lead.browser.post(pathOf(person)))).toEqual([403, 'forbidden']);
    }
  });

  it('is not for oneself, nor for whoever may edit names alone', async () => {
    const boss = await admin();
    const { lead, below } = await leadWithTeam(server, ['users.update', 'users.read']);
    for (const { browser, id } of [boss, lead, below]) {
      expect(refusalOf(await browser.post(pathOf({ id })))).toEqual([403, 'forbidden']);
    }
    const conditions = [asking('subject', 'id', 'equal', lead.id), asking('resource', 'id', 'equal', below.id)];
    await makePolicy(boss.browser, {
      effect: 'deny',
      action: 'update',
      resource: 'user',
      fields: ['email'],
      conditions,
    });
    expect(refusalOf(await lead.browser.post(pathOf(below)))).toEqual([403, 'forbidden']);
  });
});

describe('404', () => {
  it('knows nobody of an id that nobody has, nor whom the actor may not see', async () => {
    const { browser } = await admin();
    for (const id of NOBODYS_IDS) expect(refusalOf(await browser.post(pathOf({ id })))).toEqual([404, 'not_found']);
    const { lead, below } = await leadWithTeam(server, ['users.update']);
    expect(refusalOf(await lead.browser.post(pathOf(below)))).toEqual([404, 'not_found']);
  });
});

describe('409', () => {
  it('sends nothing to who is suspended', async () => {
    const { browser } = await admin();
    const person = await member();
    await server.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [person.id]);
    const answer = await browser.post(pathOf(person));
    expect([...refusalOf(answer), answer.body['detail']]).toEqual([
      409,
      'conflict',
      expect.stringContaining('restore'),
    ]);
    expect(await recordOf(server, person.id, 'person.reset_sent')).toEqual([]);
  });
});

describe('429', () => {
  it('sends one link a minute from one administrator to one person', async () => {
    const [{ browser }, other, person] = [await admin(), await admin(), await member()];
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.post(pathOf(person))));
    expect(statusesOf(answers)).toEqual([200, 429, 429, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body['code']).toBe('too_many_attempts');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await recordOf(server, person.id, 'person.reset_sent')).toHaveLength(1);
    expect((await other.browser.post(pathOf(person))).status).toBe(200);
  });

  // asvs:2.4.1
  it('sends five an hour to one address, whoever sends them and whose account it is by then', async () => {
    const { browser } = await admin();
    const { first_name, last_name, email } = newPerson();
    const codes: unknown[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { body } = await browser.post('/api/users', { first_name, last_name, email });
      const path = pathOf({ id: String(body['id']) });
      codes.push(body['code'], (await browser.post(path)).body['code']);
      await browser.delete(path.replace('/send-reset', ''));
    }
    expect(codes).toEqual([...Array(5).fill(undefined), 'too_many_attempts']);
    const answer = await browser.post('/api/users', { first_name, last_name, email });
    expect(refusalOf(answer)).toEqual([429, 'too_many_attempts']);
    const { rows } = await server.database.query('SELECT 1 FROM users WHERE email = $1', [email]);
    expect(rows).toEqual([]);
  });
});
