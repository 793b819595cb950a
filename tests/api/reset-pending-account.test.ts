import { describe, expect, it } from 'vitest';
import { LOOKED_UP_RULES } from '@/lib/shared/password-policy';
import { client } from '../harness/client';
import { tokenIn, waitForMail } from '../harness/mailbox';
import { livingSessions, newPerson, registeredPerson, registrationOf } from '../harness/people';
import { askForReset, countRows, eventsOf, FRESH_PASSWORD, inviteByHand, reset } from '../harness/reset';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const signIn = (email: string, password: string) => client(server).post('/api/login', { email, password });

const openChallenges = (email: string) =>
  countRows(
    server,
    `FROM challenges c JOIN users u ON u.id = c.user_id WHERE u.email = $1 AND used_at IS NULL AND closed_at IS NULL`,
    email,
  );

describe('a reset of an account that was never activated', () => {
  // asvs:2.3.1
  it('activates: the mail has proven the address', async () => {
    const { email, password, mail } = await registeredPerson(server, { first_name: 'Imani' });
    await reset(client(server), (await askForReset(server, email)).token, FRESH_PASSWORD);
    const answer = await signIn(email, FRESH_PASSWORD);
    expect(answer.body).toMatchObject({ next: '/dashboard', user: { first_name: 'Imani', is_activated: true } });
    expect((await signIn(email, password)).status).toBe(401);
    expect(await openChallenges(email)).toBe(0);
    expect((await client(server).post('/api/active-account', { token: tokenIn(mail) })).body['code']).toBe(
      'invalid_token',
    );
    expect(await eventsOf(server, email, 'account.activated')).toBe(1);
  });

  it('leaves nothing to a squatter: password, code, link and waiting session are dead', async () => {
    const owner = newPerson();
    const squatter = { ...owner, first_name: 'Mallory', password: 'the password of mallory' };
    const his = client(server);
    await his.post('/api/register', registrationOf(squatter));
    await waitForMail(server, owner.email);
    expect((await his.post('/api/login', { email: owner.email, password: squatter.password })).status).toBe(200);
    const { token } = await askForReset(server, owner.email);
    const signIns = Array.from({ length: 10 }, () => signIn(owner.email, squatter.password));
    const [done] = await Promise.all([reset(client(server), token, FRESH_PASSWORD), ...signIns]);
    expect(done.status).toBe(200);
    expect((await his.get('/api/me')).status).toBe(401);
    expect((await his.post('/api/refresh')).status).toBe(401);
    expect((await signIn(owner.email, squatter.password)).status).toBe(401);
    expect([await livingSessions(server, owner.email), await openChallenges(owner.email)]).toEqual([0, 0]);
    expect((await signIn(owner.email, FRESH_PASSWORD)).status).toBe(200);
  });

  it('takes the names from the registration of the same browser, or from the newest one', async () => {
    const owner = newPerson({ first_name: 'Imani' });
    const hers = client(server);
    await hers.post('/api/register', registrationOf(owner));
    const later = { ...owner, first_name: 'Mallory', password: 'the password of mallory' };
    await client(server).post('/api/register', registrationOf(later));
    await reset(hers, (await askForReset(server, owner.email)).token, FRESH_PASSWORD);
    expect((await signIn(owner.email, FRESH_PASSWORD)).body['user']).toMatchObject({ first_name: 'Imani' });

    const other = newPerson({ first_name: 'First' });
    await client(server).post('/api/register', registrationOf(other));
    await client(server).post('/api/register', registrationOf({ ...other, first_name: 'Newest' }));
    await reset(client(server), (await askForReset(server, other.email)).token, FRESH_PASSWORD);
    expect((await signIn(other.email, FRESH_PASSWORD)).body['user']).toMatchObject({ first_name: 'Newest' });
  });

  it('is what an invitation does as well, and a request for a reset leaves it open', async () => {
    const { email } = await registeredPerson(server);
    const invitation = await inviteByHand(server, email);
    await askForReset(server, email);
    expect((await reset(client(server), invitation, FRESH_PASSWORD)).status).toBe(200);
    expect((await signIn(email, FRESH_PASSWORD)).body['user']).toMatchObject({ is_activated: true });
    expect((await reset(client(server), invitation, FRESH_PASSWORD)).body['code']).toBe('invalid_token');
    expect(await openChallenges(email)).toBe(0);
  });

  // asvs:6.2.4
  it('wants no common password of the invited either, and lets them choose another with the same link', async () => {
    const { email } = await registeredPerson(server);
    const invitation = await inviteByHand(server, email);
    const refused = await reset(client(server), invitation, 'password2024');
    expect([refused.status, refused.body['code']]).toEqual([400, 'invalid_input']);
    expect(refused.body['fields']).toEqual({ new_password: [LOOKED_UP_RULES.not_common] });
    expect((await reset(client(server), invitation, FRESH_PASSWORD)).status).toBe(200);
  });
});
