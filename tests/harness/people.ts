import { randomBytes } from 'node:crypto';
import { addPerson } from './add-person';
import { newCaptchaToken } from './captcha-verifier';
import { client, type Answer, type Client } from './client';
import { codeIn, type Mail, waitForMail } from './mailbox';
import type { TestServer } from './server';
import { rememberTyped } from './token-guard';

type Server = { url: string };

export type Person = { first_name: string; last_name: string; email: string; password: string };

/** Somebody who is still to come, or who is there, with the browser they use. */
export type PersonInBrowser = Person & { browser: Client };

export type PersonWithId = PersonInBrowser & { id: string };

/** Without digits and vowels: in hex, an address now and then held what a test types as a bad password. */
const run = [...randomBytes(6)].map((byte) => 'bcdfghjkmnpqrvwx'[byte % 16]).join('');
let born = 0;

/** Somebody nobody knows yet. */
export function newPerson(own: Partial<Person> = {}): Person {
  born += 1;
  const person = {
    first_name: 'Robin',
    last_name: 'Marsh',
    email: `visitor-${run}-${born}@example.com`,
    password: `correct horse ${run} battery ${born}`,
    ...own,
  };
  // Somebody may type it into a page, where no client of ours sees it.
  rememberTyped(person);
  return person;
}

function assertStatus(answer: Answer, status: number, what: string): void {
  if (answer.status !== status) throw new Error(`${what}: ${answer.status} ${answer.text.slice(0, 500)}`);
}

/** What the registration form sends, with a captcha that is solved; where captcha is off, nobody looks at it. */
export function registrationOf(person: Person) {
  const { first_name, last_name, email, password } = person;
  const captcha = { 'g-recaptcha-response': newCaptchaToken() };
  return { first_name, last_name, email, password, confirm_password: password, ...captcha };
}

/** Registered, not yet activated; `browser` has the activation cookie, `mail` brought the code and the link. */
export async function registeredPerson(
  server: Server,
  own: Partial<Person> = {},
): Promise<PersonInBrowser & { mail: Mail; code: string }> {
  const person = newPerson(own);
  const browser = client(server);
  assertStatus(await browser.post('/api/register', registrationOf(person)), 201, 'register');
  const mail = await waitForMail(server, person.email);
  return { ...person, browser, mail, code: codeIn(mail) };
}

/** The password of everybody who is there already: it is hashed once. */
const SHARED_PASSWORD = `correct horse ${run} battery staple`;

/**
 * There, activated, and signed in nowhere. They come by SQL: registering and activating has tests of its own, and would
 * take five times as long as signing in.
 */
export async function activatedPerson(server: TestServer, own: Partial<Person> = {}): Promise<PersonWithId> {
  const person = newPerson({ password: SHARED_PASSWORD, ...own });
  const { first_name: first, last_name: last, email, password } = person;
  const id = await addPerson(server.database, { first, last, email, password });
  return { ...person, id, browser: client(server) };
}

/** With their password, to be remembered. */
export async function signIn({ browser, email, password }: PersonInBrowser): Promise<void> {
  assertStatus(await browser.post('/api/login', { email, password, remember: true }), 200, 'login');
}

/** Activated and signed in: `browser` has the session. */
export async function signedInPerson(server: TestServer, own: Partial<Person> = {}): Promise<PersonWithId> {
  const person = await activatedPerson(server, own);
  await signIn(person);
  return person;
}

/** Another browser of the same person, signed in by password. */
export async function signedInAgain(server: Server, person: Person, userAgent?: string): Promise<Client> {
  const browser = client(server, { userAgent });
  const { email, password } = person;
  assertStatus(await browser.post('/api/login', { email, password }), 200, 'login');
  return browser;
}

/** Activated, and signed in with one more role, which is given in the database: the very first cannot come otherwise. */
export async function signedInWithRole(server: TestServer, role: string): Promise<PersonWithId> {
  const person = await activatedPerson(server);
  await server.database.query('INSERT INTO user_roles (user_id, role_name) VALUES ($1, $2)', [person.id, role]);
  await signIn(person);
  return person;
}

/** The id of whoever has this address; empty where nobody has. */
export async function idOf({ database }: TestServer, email: string): Promise<string> {
  const { rows } = await database.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
  return rows[0]?.id ?? '';
}

/** How many sessions of this person are alive. */
export async function livingSessions(server: TestServer, email: string): Promise<number> {
  const { rows } = await server.database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE u.email = $1 AND s.revoked_at IS NULL`,
    [email],
  );
  return rows[0]?.n ?? 0;
}
