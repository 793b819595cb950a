import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { codeIn, linkIn, tokenIn, mailsTo, waitForMail } from '../harness/mailbox';
import { activatedPerson, newPerson, type Person, registrationOf } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('201', () => {
  // asvs:6.5.4
  it('answers what was promised, with an activation cookie, and sends one mail with code and link', async () => {
    const person = newPerson();
    const answer = await client(server).post('/api/register', registrationOf(person));
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      message: expect.stringContaining('six-digit code'),
      email: person.email,
      next: '/activation-page',
    });
    expect(answer.setCookies).toHaveLength(1);
    expect(answer.setCookies[0]).toMatch(/^activation=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400$/);
    const mail = await waitForMail(server, person.email);
    expect(codeIn(mail)).toMatch(/^\d{6}$/);
    expect(linkIn(mail).href).toContain(`${server.url}/activate/`);
    expect(await mailsTo(server, person.email)).toHaveLength(1);
  });

  it('answers at the path with a slash too, without a redirect', async () => {
    expect((await client(server).post('/api/register/', registrationOf(newPerson()))).status).toBe(201);
  });

  it('knows one person behind many spellings of an address', async () => {
    const person = newPerson();
    const shouted = `  ${person.email.toUpperCase()} `;
    const answer = await client(server).post('/api/register', registrationOf({ ...person, email: shouted }));
    expect(answer.body['email']).toBe(person.email);
  });

  // asvs:2.3.4 asvs:15.4.2
  it('makes one account of two parallel registrations of one address', async () => {
    const person = newPerson();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => client(server).post('/api/register', registrationOf(person))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    const { rows } = await server.database.query('SELECT count(*)::int AS n FROM users WHERE email = $1', [
      person.email,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
  });

  // asvs:6.3.8
  it('says nothing about an address that has an account, and tells its owner by mail at most once a day', async () => {
    const owner = await activatedPerson(server);
    const before = (await mailsTo(server, owner.email)).length;
    const stranger = client(server);
    const taken = await stranger.post('/api/register', registrationOf({ ...newPerson(), email: owner.email }));
    const fresh = await client(server).post('/api/register', registrationOf(newPerson()));
    expect(taken.status).toBe(201);
    expect({ ...taken.body, email: '' }).toEqual({ ...fresh.body, email: '' });
    expect(taken.setCookies[0]?.length).toBe(fresh.setCookies[0]?.length);
    const mail = await waitForMail(server, owner.email, ({ subject }) => subject.includes('already'));
    expect(() => codeIn(mail)).toThrow('no code');
    await client(server).post('/api/register', registrationOf({ ...newPerson(), email: owner.email }));
    const sentinel = newPerson();
    await client(server).post('/api/register', registrationOf(sentinel));
    await waitForMail(server, sentinel.email);
    expect(await mailsTo(server, owner.email)).toHaveLength(before + 1);
    const login = await client(server).post('/api/login', { email: owner.email, password: owner.password });
    expect(login.status).toBe(200);
  });

  // asvs:6.3.8
  it('of a taken address looks pending to its browser for ever: no code is right', async () => {
    const owner = await activatedPerson(server);
    const stranger = client(server);
    await stranger.post('/api/register', registrationOf({ ...newPerson(), email: owner.email }));
    const answer = await stranger.post('/api/active-account', { activation_code: '123456' });
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_code']);
  });

  it('of a pending address leaves the registration of the other browser as it is', async () => {
    const person = newPerson();
    const first = client(server);
    await first.post('/api/register', registrationOf(person));
    const firstCode = codeIn(await waitForMail(server, person.email));
    await client(server).post('/api/register', registrationOf({ ...person, password: 'another of my passwords' }));
    const activated = await first.post('/api/active-account', { activation_code: firstCode });
    expect(activated.status).toBe(200);
  });

  it('in the same browser replaces the earlier registration: its code is dead', async () => {
    const person = newPerson();
    const browser = client(server);
    await browser.post('/api/register', registrationOf(person));
    const earlier = await waitForMail(server, person.email);
    await browser.post('/api/register', registrationOf({ ...person, password: 'a better password' }));
    await waitForMail(server, person.email, ({ id }) => id !== earlier.id);
    const stale = await browser.post('/api/active-account', { token: tokenIn(earlier) });
    expect(stale.body['code']).toBe('invalid_token');
    const { email } = person;
    expect((await client(server).post('/api/login', { email, password: person.password })).status).toBe(401);
    expect((await client(server).post('/api/login', { email, password: 'a better password' })).status).toBe(200);
  });

  // asvs:6.5.2 asvs:11.7.2
  it('stores no password, code or token in the clear', async () => {
    const person = newPerson();
    await client(server).post('/api/register', registrationOf(person));
    const mail = await waitForMail(server, person.email);
    const token = tokenIn(mail);
    const dump = JSON.stringify(
      (
        await server.database.query(
          `SELECT (SELECT json_agg(r) FROM registrations r) AS r, (SELECT json_agg(c) FROM challenges c) AS c,
                  (SELECT json_agg(m) FROM outbox_mails m) AS m, (SELECT json_agg(a) FROM audit_events a) AS a`,
        )
      ).rows,
    );
    expect(dump).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    for (const secret of [person.password, token]) expect(dump).not.toContain(secret);
    expect(dump).not.toContain(`"${codeIn(mail)}"`);
  });
});

describe('400', () => {
  it('names every field that needs another look', async () => {
    const answer = await client(server).post('/api/register', { password: '1234567', confirm_password: 'x' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'invalid_input', status: 400 });
    expect(Object.keys(answer.body['fields'] as object).toSorted()).toEqual([
      'confirm_password',
      'email',
      'first_name',
      'last_name',
      'password',
    ]);
    expect(answer.body['request_id']).toBe(answer.headers.get('x-request-id'));
    expect(answer.body['type']).toBe(`${server.url}/docs/problems/invalid_input`);
  });
});

describe('400 for the password', () => {
  const COMMON = 'This is one of the most common passwords, or nearly one.';

  function refusal(password: string, own: Partial<Person> = {}) {
    return client(server).post('/api/register', registrationOf(newPerson({ ...own, password })));
  }

  // asvs:6.2.1 asvs:6.2.4 asvs:6.2.11
  it.each([
    ['7 zebra', ['Use at least 8 characters.']],
    ['zebra '.repeat(22), ['Use at most 128 characters.']],
    ['9081726354', ['Use more than digits alone.']],
    ['M4rsh-R0b1n', ['This is too similar to your name or e-mail address.']],
    ['Gatehouse2026', ['This is too close to “Gatehouse”, or to words such as “login” and “admin”.']],
    ['Sunshine1!', [COMMON]],
    ['12345', ['Use at least 8 characters.', 'Use more than digits alone.']],
    ['12345678', ['Use more than digits alone.', COMMON]],
  ])('has a message for each broken rule: %s', async (password, messages) => {
    const answer = await refusal(password);
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_input']);
    expect(answer.body['fields']).toEqual({ password: messages });
  });

  it('says them together with what is wrong with the other fields', async () => {
    const answer = await refusal('robin1990', { first_name: 'Robin', email: 'nobody' });
    expect(answer.body['fields']).toEqual({
      email: ['Enter an e-mail address, such as name@example.com.'],
      password: ['This is too similar to your name or e-mail address.', COMMON],
    });
  });

  // asvs:6.2.8 asvs:6.2.9
  it('takes 128 emoji as typed, and the same ones open the account', async () => {
    const { email, password } = await activatedPerson(server, { password: ` ${'🗝🏰'.repeat(63)} ` });
    expect((await client(server).post('/api/login', { email, password: password.trim() })).status).toBe(401);
    expect((await client(server).post('/api/login', { email, password })).status).toBe(200);
  });

  it('is not judged by a list that browsers have to load', async () => {
    const page = await client(server).get('/register');
    const scripts = [...page.text.matchAll(/src="(\/_next\/[^"]+\.js[^"]*)"/g)].map(([, path = '']) => path);
    expect(scripts.length).toBeGreaterThan(3);
    for (const path of scripts) expect((await client(server).get(path)).text).not.toContain('qwertyuiop');
  });
});

describe('429', () => {
  // asvs:2.3.2 asvs:2.4.1
  it('lets ten registrations an hour through from one address, and not the eleventh', async () => {
    const { ip } = client(server);
    const statuses: number[] = [];
    for (let n = 1; n <= 10; n += 1) {
      statuses.push((await client(server, { ip }).post('/api/register', registrationOf(newPerson()))).status);
    }
    expect(statuses).toEqual(Array(10).fill(201));
    const refused = await client(server, { ip }).post('/api/register', registrationOf(newPerson()));
    expect([refused.status, refused.body['code']]).toEqual([429, 'too_many_attempts']);
    expect(refused.headers.get('retry-after')).toBe(String(refused.body['retry_after_seconds']));
    expect((await client(server).post('/api/register', registrationOf(newPerson()))).status).toBe(201);
  });

  // asvs:2.4.1
  it('sends an address no more than five mails an hour, whoever asks', async () => {
    const person = newPerson();
    const post = () => client(server).post('/api/register', registrationOf(person));
    for (let n = 1; n <= 7; n += 1) expect((await post()).status).toBe(201);
    const sentinel = newPerson();
    await client(server).post('/api/register', registrationOf(sentinel));
    await waitForMail(server, sentinel.email);
    expect(await mailsTo(server, person.email)).toHaveLength(5);
  });
});
