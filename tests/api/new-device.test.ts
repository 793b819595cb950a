import { expect, it } from 'vitest';
import { EDGE_ON_WINDOWS, FIREFOX_ON_LINUX, NEWER_FIREFOX_ON_LINUX, SAFARI_ON_IOS } from '../harness/agents';
import { client } from '../harness/client';
import { linkIn, waitForMail } from '../harness/mailbox';
import { registeredPerson, signedInAgain, type Person } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

async function activatedOn(userAgent: string, own: Partial<Person> = {}) {
  const person = await registeredPerson(server, own);
  const headers = { 'user-agent': userAgent };
  await person.browser.post('/api/active-account', { activation_code: person.code }, { headers });
  return person;
}

async function warnings(email: string): Promise<number> {
  const { rows } = await server.database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM outbox_mails m JOIN users u ON u.id = m.user_id
     WHERE u.email = $1 AND template = 'new-device'`,
    [email],
  );
  return rows[0]?.n ?? 0;
}

async function recorded(email: string): Promise<unknown[]> {
  const { rows } = await server.database.query<{ device: string }>(
    `SELECT data ->> 'device' AS device FROM audit_events a JOIN users u ON u.id = a.subject_id
     WHERE u.email = $1 AND event = 'device.first_seen' ORDER BY a.id`,
    [email],
  );
  return rows.map(({ device }) => device);
}

it('the first device of a person, and every later sign-in from it, is nothing to write about', async () => {
  const person = await activatedOn(FIREFOX_ON_LINUX);
  await signedInAgain(server, person, FIREFOX_ON_LINUX);
  await signedInAgain(server, person, NEWER_FIREFOX_ON_LINUX);
  expect(await warnings(person.email)).toBe(0);
  expect(await recorded(person.email)).toEqual(['Firefox on Linux']);
});

// asvs:6.3.5
it('a sign-in from another one is mailed to the owner: which, from where, and what to do', async () => {
  const person = await activatedOn(FIREFOX_ON_LINUX, { first_name: 'Noor' });
  const phone = await signedInAgain(server, person, SAFARI_ON_IOS);
  const mail = await waitForMail(server, person.email, ({ subject }) => subject.startsWith('New sign-in'));
  expect(mail.text).toContain('Hello Noor,');
  expect(mail.text).toContain('Device: Safari on iOS');
  expect(mail.text).toContain(`IP address: ${phone.ip}`);
  expect(linkIn(mail, '/settings/').pathname).toBe('/settings/sessions');
  await signedInAgain(server, person, SAFARI_ON_IOS);
  await signedInAgain(server, person, FIREFOX_ON_LINUX);
  expect(await warnings(person.email)).toBe(1);
  expect(await recorded(person.email)).toEqual(['Firefox on Linux', 'Safari on iOS']);
});

it('parallel sign-ins from one new device are one mail, and none of them is lost', async () => {
  const person = await activatedOn(FIREFOX_ON_LINUX);
  const browsers = await Promise.all(Array.from({ length: 10 }, () => signedInAgain(server, person, EDGE_ON_WINDOWS)));
  expect(await warnings(person.email)).toBe(1);
  const answers = await Promise.all(browsers.map((browser) => browser.get('/api/me')));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
});

it('a wrong password and a sign-in before the activation leave no trace', async () => {
  const person = await registeredPerson(server);
  await signedInAgain(server, person, EDGE_ON_WINDOWS);
  expect(await recorded(person.email)).toEqual([]);
  const headers = { 'user-agent': FIREFOX_ON_LINUX };
  await person.browser.post('/api/active-account', { activation_code: person.code }, { headers });
  const stranger = client(server, { userAgent: SAFARI_ON_IOS });
  await stranger.post('/api/login', { email: person.email, password: 'not it' });
  expect(await recorded(person.email)).toEqual(['Firefox on Linux']);
  expect(await warnings(person.email)).toBe(0);
});
