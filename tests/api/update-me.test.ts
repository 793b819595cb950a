import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { registeredPerson, signedInPerson } from '../harness/people';
import { asking, makePolicy } from '../harness/policies';
import { personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  it('changes the names, for the next request of every session', async () => {
    const person = await signedInPerson(server);
    const other = client(server);
    await other.post('/api/login', { email: person.email, password: person.password });
    await other.get('/api/me');
    const answer = await person.browser.patch('/api/me', { first_name: ' Noor ' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ first_name: 'Noor', last_name: person.last_name });
    expect((await other.get('/api/me')).body['first_name']).toBe('Noor');
  });

  // asvs:15.3.3
  it('changes nothing but names, whatever else is sent', async () => {
    const { browser, email } = await signedInPerson(server);
    const answer = await browser.patch('/api/me', {
      first_name: 'Eve',
      email: 'eve@example.com',
      roles: ['admin'],
      is_activated: false,
      id: '00000000-0000-7000-8000-000000000000',
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ email, roles: ['member'], is_activated: true });
  });
});

describe('400, 401, 403', () => {
  it('wants a name', async () => {
    const { browser } = await signedInPerson(server);
    for (const body of [{}, { first_name: '' }, { last_name: 5 }, { first_name: 'a\u0000b' }]) {
      expect((await browser.patch('/api/me', body)).body['code']).toBe('invalid_input');
    }
  });

  // asvs:8.2.3
  it('is taken from whom a rule takes it, as at their own id', async () => {
    const { browser: admin } = await personWithRoles(server, ['admin']);
    const { browser, id } = await personWithRoles(server, ['member']);
    const conditions = [asking('subject', 'id', 'equal', id)];
    await makePolicy(admin, { effect: 'deny', action: 'update', resource: 'user', fields: ['first_name'], conditions });
    expect(refusalOf(await browser.patch('/api/me', { first_name: 'Kim' }))).toEqual([403, 'forbidden']);
    expect((await browser.patch('/api/me', { last_name: 'Kim' })).status).toBe(200);
  });

  it('is not for strangers, nor for people not yet activated', async () => {
    expect((await client(server).patch('/api/me', { first_name: 'Kim' })).status).toBe(401);
    const { email, password } = await registeredPerson(server);
    const browser = client(server);
    await browser.post('/api/login', { email, password });
    expect((await browser.patch('/api/me', { first_name: 'Kim' })).body['code']).toBe('not_activated');
  });
});
