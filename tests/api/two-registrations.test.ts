import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { codeIn, tokenIn, waitForMail } from '../harness/mailbox';
import { livingSessions, newPerson, registeredPerson, registrationOf, signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('of two registrations of one address', () => {
  it('the one that is activated wins: its names and password stay, the other and its sessions die', async () => {
    const victim = newPerson();
    const attacker = { ...victim, first_name: 'Mallory', password: 'the password of mallory' };
    const hers = client(server);
    const his = client(server);
    await his.post('/api/register', registrationOf(attacker));
    const hisMail = await waitForMail(server, victim.email);
    await his.post('/api/login', { email: victim.email, password: attacker.password });
    await hers.post('/api/register', registrationOf(victim));
    const herMail = await waitForMail(server, victim.email, ({ id }) => id !== hisMail.id);
    const activated = await hers.post('/api/active-account', { activation_code: codeIn(herMail) });
    expect(activated.body['user']).toMatchObject({ first_name: victim.first_name });
    const { email } = victim;
    expect((await his.get('/api/me')).status).toBe(401);
    expect((await his.post('/api/refresh')).status).toBe(401);
    expect((await client(server).post('/api/login', { email, password: attacker.password })).status).toBe(401);
    expect((await his.post('/api/active-account', { token: tokenIn(hisMail) })).body['code']).toBe('invalid_token');
    expect((await client(server).post('/api/login', { email, password: victim.password })).status).toBe(200);
  });

  it('a sign-in that is under way while the owner activates opens nothing', async () => {
    const victim = newPerson();
    const squatter = { ...victim, password: 'the password of mallory' };
    const hers = client(server);
    await client(server).post('/api/register', registrationOf(squatter));
    const first = await waitForMail(server, victim.email);
    await hers.post('/api/register', registrationOf(victim));
    const mail = await waitForMail(server, victim.email, ({ id }) => id !== first.id);
    const { email } = victim;
    const signIn = () => client(server).post('/api/login', { email, password: squatter.password });
    const [activated, ...his] = await Promise.all([
      hers.post('/api/active-account', { activation_code: codeIn(mail) }),
      ...Array.from({ length: 20 }, signIn),
    ]);
    expect(activated.status).toBe(200);
    for (const { status } of his) expect([200, 401]).toContain(status);
    expect(await livingSessions(server, email)).toBe(1);
    expect((await hers.get('/api/me')).status).toBe(200);
  });

  // asvs:6.6.2
  it('neither code opens the other', async () => {
    const person = newPerson();
    const [first, second] = [client(server), client(server)];
    await first.post('/api/register', registrationOf(person));
    const firstMail = await waitForMail(server, person.email);
    await second.post('/api/register', registrationOf({ ...person, password: 'not the same password' }));
    await waitForMail(server, person.email, ({ id }) => id !== firstMail.id);
    const answer = await second.post('/api/active-account', { activation_code: codeIn(firstMail) });
    expect(answer.body['code']).toBe('invalid_code');
  });

  // asvs:6.6.2
  it('nobody is tricked into activating a stranger’s: the link asks for the password', async () => {
    const { mail, email } = await registeredPerson(server);
    const reader = client(server);
    const asked = await reader.post('/api/active-account', { token: tokenIn(mail) });
    expect([asked.status, asked.body['code']]).toEqual([401, 'unauthenticated']);
    const { browser: elsewhere } = await signedInPerson(server);
    expect((await elsewhere.post('/api/active-account', { token: tokenIn(mail) })).status).toBe(401);
    const guessed = await reader.post('/api/active-account', { token: tokenIn(mail), email, password: 'guess' });
    expect([guessed.status, guessed.body['code']]).toEqual([401, 'invalid_credentials']);
  });
});
