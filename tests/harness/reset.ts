import { createHash, randomBytes } from 'node:crypto';
import { client, type Answer, type Client } from './client';
import { linkIn, mailsTo, waitForMail, type Mail } from './mailbox';
import { until } from './poll';
import type { TestServer } from './server';
import { rememberLinkToken } from './token-guard';

/** A password that nobody of the harness has. */
export const FRESH_PASSWORD = 'a wholly new sentence';

const isResetMail = ({ text }: Mail) => text.includes('/reset_password/');

/** Asks for a reset link as any browser may, and reads the mail that it causes. */
export async function askForReset(
  server: { url: string },
  email: string,
  browser: Client = client(server),
): Promise<{ mail: Mail; token: string }> {
  const earlier = new Set((await mailsTo(server, email)).map(({ id }) => id));
  const { status, text } = await browser.post('/api/request-reset-password', { email });
  if (status !== 200) throw new Error(`request-reset-password: ${status} ${text.slice(0, 300)}`);
  const mail = await waitForMail(server, email, (candidate) => isResetMail(candidate) && !earlier.has(candidate.id));
  return { mail, token: linkIn(mail, '/reset_password/').pathname.split('/').at(-1) ?? '' };
}

/** Uses a link: the token goes where it belongs, the password is typed twice. */
export function reset(browser: Client, token: string, new_password: string, confirm = new_password): Promise<Answer> {
  return browser.post(`/api/reset-password/${token}`, { new_password, confirm_password: confirm });
}

/** Waits until every request for a reset link has been answered, one way or the other. */
export async function whenRequestsAreAnswered(server: TestServer): Promise<void> {
  await until('the job to answer', async () => {
    const { rows } = await server.database.query('SELECT 1 FROM reset_requests');
    return rows.length === 0;
  });
}

/** A link that an administrator would have had sent: its token, good for 72 hours. */
export async function inviteByHand(server: TestServer, email: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  rememberLinkToken(token);
  await server.database.query(
    `INSERT INTO challenges (id, purpose, user_id, token_hash, expires_at)
     SELECT gen_random_uuid(), 'invitation', id, $2, now() + interval '72 hours' FROM users WHERE email = $1`,
    [email, createHash('sha256').update(token).digest()],
  );
  return token;
}

/** How many rows there are of what follows `SELECT count(*)`; `$1` is the address. */
export async function countRows(server: TestServer, sql: string, email: string): Promise<number> {
  const { rows } = await server.database.query<{ n: number }>(`SELECT count(*)::int AS n ${sql}`, [email]);
  return rows[0]?.n ?? -1;
}

/** How often something is on the record about whom the address belongs to. */
export function eventsOf(server: TestServer, email: string, event: string): Promise<number> {
  const sql = `FROM audit_events a JOIN users u ON u.id = a.subject_id WHERE u.email = $1 AND event = '${event}'`;
  return countRows(server, sql, email);
}
