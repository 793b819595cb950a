import { describe, expect, it } from 'vitest';
import { gatedBrowser, NOBODYS_IDS, recordOf, statusesOf } from '../harness/chain';
import { client } from '../harness/client';
import { linkIn, mailsTo, waitForMail } from '../harness/mailbox';
import { activatedPerson, newPerson, registeredPerson } from '../harness/people';
import { asking, makePolicy } from '../harness/policies';
import { FRESH_PASSWORD, reset } from '../harness/reset';
import { makeRole, personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const PATH = '/api/users';

/** What the form of an invitation sends. */
function invitation(own: Record<string, unknown> = {}) {
  const { first_name, last_name, email } = newPerson({ first_name: 'Imani' });
  return { first_name, last_name, email, ...own };
}

const admin = () => personWithRoles(server, ['admin']);
const inviter = () => personOfRank(server, { level: 5, permissions: ['users.create', 'users.read', 'users.update'] });

describe('201', () => {
  // asvs:6.4.1
  it('mails a link that holds three days; whoever sets a password with it is activated and can sign in', async () => {
    const { browser, id, first_name, last_name } = await admin();
    const input = invitation();
    const answer = await browser.post(PATH, input);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ ...input, status: 'pending', roles: ['member'], manager_id: null });
    const mail = await waitForMail(server, input.email);
    expect(mail.text).toContain('Hello Imani,');
    expect(mail.text.replaceAll('\n', ' ')).toContain(`by ${first_name} ${last_name}`);
    expect(mail.text).toContain('3 days');
    expect(mail.text).toContain(browser.ip);
    const token = linkIn(mail, '/reset_password/').pathname.split('/').at(-1) ?? '';
    expect((await reset(client(server), token, FRESH_PASSWORD)).status).toBe(200);
    const entered = await client(server).post('/api/login', { email: input.email, password: FRESH_PASSWORD });
    expect(entered.body).toMatchObject({ next: '/dashboard', user: { first_name: 'Imani', is_activated: true } });
    const invited = String(answer.body['id']);
    expect(await recordOf(server, invited, 'person.invited')).toEqual([{ actor_id: id, data: { roles: 'member' } }]);
  });

  it('gives roles that the inviter may give, and whoever is below level 1 becomes the manager', async () => {
    const boss = await admin();
    const lead = await personOfRank(server, { level: 5, permissions: ['users.create', 'roles.assign', 'users.read'] });
    const low = await makeRole(boss.browser, { level: 9, permissions: ['users.read'] });
    const given = await lead.browser.post(PATH, invitation({ roles: [low, 'member', low] }));
    expect(given.body).toMatchObject({ roles: [low, 'member'].toSorted(), manager_id: lead.id });
    expect((await boss.browser.post(PATH, invitation({ roles: ['admin'] }))).body).toMatchObject({
      roles: ['admin'],
      manager_id: null,
    });
  });

  it('shows the inviter no more than they may see', async () => {
    const { browser } = await personOfRank(server, { level: 5, permissions: ['users.create'] });
    const answer = await browser.post(PATH, invitation());
    expect([answer.status, Object.keys(answer.body)]).toEqual([201, ['id', 'allowed_actions']]);
  });

  // asvs:15.3.3
  it('obeys nothing else that is sent along', async () => {
    const { browser } = await inviter();
    const sneaked = {
      ...{ status: 'active', is_activated: true, activated_at: '2026-01-01T00:00:00Z', level: 1, password: 'x' },
      ...{
        manager_id: null,
        manager_path: [],
        suspended_until: null,
        id: NOBODYS_IDS.at(-1),
        permissions: ['roles.manage'],
      },
    };
    const { body } = await browser.post(PATH, invitation(sneaked));
    expect(body).toMatchObject({ status: 'pending', roles: ['member'] });
    expect(body['manager_id']).not.toBeNull();
    expect(body['id']).not.toBe(sneaked.id);
  });
});

describe('400', () => {
  it.each([
    ['first_name', { first_name: '<b>' }],
    ['email', { email: 'nobody' }],
    ['roles', { roles: 'admin' }],
    ['roles', { roles: ['no-such-role'] }],
    ['roles', { roles: ['member', 'a\u0000b'] }],
    ['roles', { roles: ['MEMBER'] }],
  ])('says what is wrong with %s in %j', async (field, own) => {
    const { browser } = await admin();
    const answer = await browser.post(PATH, invitation(own));
    expect(refusalOf(answer)).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body['fields'] as object)).toEqual([field]);
  });
});

describe('401 and 403', () => {
  // asvs:8.2.1 asvs:8.3.1
  it('is for those alone who may invite', async () => {
    expect((await client(server).post(PATH, invitation())).status).toBe(401);
    const pending = await gatedBrowser(server);
    expect(refusalOf(await pending.post(PATH, invitation()))).toEqual([403, 'not_activated']);
    const { browser } = await personWithRoles(server, ['manager']);
    expect(refusalOf(await browser.post(PATH, invitation()))).toEqual([403, 'forbidden']);
  });

  // asvs:8.2.2
  it('gives no role but the default one without being let assign it, of a lower rank, with own permissions', async () => {
    const boss = await admin();
    const without = await inviter();
    const lead = await personOfRank(server, { level: 5, permissions: ['users.create', 'roles.assign'] });
    const low = await makeRole(boss.browser, { level: 9 });
    const equal = await makeRole(boss.browser, { level: 5 });
    const strong = await makeRole(boss.browser, { level: 9, permissions: ['audit.read'] });
    expect(refusalOf(await without.browser.post(PATH, invitation({ roles: [low] })))).toEqual([403, 'forbidden']);
    for (const role of ['admin', 'manager', equal, strong]) {
      const input = invitation({ roles: [role, 'member'] });
      expect(refusalOf(await lead.browser.post(PATH, input)), role).toEqual([403, 'forbidden']);
      expect(await mailsTo(server, input.email)).toEqual([]);
    }
    expect((await lead.browser.post(PATH, invitation({ roles: [low] }))).status).toBe(201);
  });

  it('makes nobody who could do by a rule what the inviter may not do', async () => {
    const boss = await admin();
    const lead = await inviter();
    const conditions = [asking('subject', 'managers', 'containing', lead.id)];
    const id = await makePolicy(boss.browser, { effect: 'allow', action: 'read', resource: 'audit', conditions });
    expect(refusalOf(await lead.browser.post(PATH, invitation()))).toEqual([403, 'forbidden']);
    await boss.browser.delete(`/api/policies/${id}`);
    expect((await lead.browser.post(PATH, invitation())).status).toBe(201);
  });
});

describe('409', () => {
  it('says what to do about an address that somebody has', async () => {
    const { browser } = await admin();
    const active = await browser.post(PATH, invitation({ email: (await activatedPerson(server)).email }));
    expect([...refusalOf(active), active.body['detail']]).toEqual([
      409,
      'conflict',
      expect.stringContaining('has an account already'),
    ]);
    const pending = await browser.post(PATH, invitation({ email: (await registeredPerson(server)).email }));
    expect([...refusalOf(pending), pending.body['detail']]).toEqual([
      409,
      'conflict',
      expect.stringContaining('send them a link'),
    ]);
  });

  // asvs:2.3.4 asvs:15.4.2
  it('of ten invitations of one address at the same moment one is made, with one mail', async () => {
    const [{ browser }, lead] = [await admin(), await inviter()];
    const input = invitation();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? lead.browser : browser).post(PATH, input)),
    );
    expect(statusesOf(answers)).toEqual([201, ...Array<number>(9).fill(409)]);
    await waitForMail(server, input.email);
    expect(await mailsTo(server, input.email)).toHaveLength(1);
  });
});
