import { connect, type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { newPerson, registrationOf, signedInPerson } from '../harness/people';
import { until } from '../harness/poll';
import { startServer, type TestServer } from '../harness/server';
import { beginSlowly } from '../harness/slow-request';

/**
 * A mail server that has been given a mail and does not say yet whether it takes it. To one address it does not even
 * want one.
 */
let takesIt: (() => void) | undefined;
let taken = 0;
const UNANSWERED = 'unanswered@example.com';
let isUnanswered = false;
let smtp: SMTPServer;
let mail: Record<string, string>;

beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      if (address === UNANSWERED) isUnanswered = true;
      else done();
    },
    onData: (stream, _session, done) => {
      stream.resume().once('end', () => {
        takesIt = () => {
          taken += 1;
          done();
        };
      });
    },
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  mail = { EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(port), EMAIL_USE_TLS: 'false' };
});
afterAll(() => new Promise<void>((resolve) => void smtp.close(resolve)));

const BODY = JSON.stringify({ first_name: 'Through' });

/** A request whose body is still coming, and a mail that is on its way, both begun before the signal. */
async function beginBoth(server: TestServer) {
  const { browser, email } = await signedInPerson(server);
  takesIt = undefined;
  await client(server).post('/api/register', registrationOf(newPerson()));
  await until('the mail to be on its way', () => takesIt);
  return { held: beginSlowly(server, browser, BODY), email };
}

function signal(server: TestServer, name: NodeJS.Signals): void {
  process.kill(server.pid() ?? 0, name);
}

describe('a server that is told to stop', { timeout: 60_000 }, () => {
  it('says so, takes nobody new, finishes the request and the job that are under way, and ends with 0', async () => {
    const server = await startServer({ env: { ...mail, SHUTDOWN_DELAY_SECONDS: '1' } });
    const { held, email } = await beginBoth(server);
    signal(server, 'SIGTERM');
    const ready = await until('ready to say so', async () => {
      const answer = await client(server).get('/api/health/ready');
      return answer.status === 503 ? answer : undefined;
    });
    expect(ready.body['status']).toBe('stopping');
    await until('new connections to be refused', () =>
      fetch(`${server.url}/api/health/live`).then(
        () => false,
        () => true,
      ),
    );
    expect(held.answer()).toBe('');
    held.write(BODY.slice(4));
    await until('the answer', () => held.answer() !== '');
    expect(held.answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(held.answer()).toMatch(/^connection: close\r$/im);
    // The repeated signal of a shell changes nothing.
    signal(server, 'SIGINT');
    expect(server.exitCode()).toBeNull();
    takesIt?.();
    await until('its end', () => server.exitCode() !== null);
    expect(server.exitCode()).toBe(0);
    const { rows } = await server.database.query(
      `SELECT (SELECT first_name FROM users WHERE email = $1), (SELECT status FROM outbox_mails)`,
      [email],
    );
    expect([rows, taken]).toEqual([[{ first_name: 'Through', status: 'sent' }], 1]);
    await server.stop();
  });

  it('waits for nobody who has asked nothing: browsers open connections that they may never use', async () => {
    const server = await startServer();
    const [silent, begun] = [connect(server.port, '127.0.0.1'), connect(server.port, '127.0.0.1')];
    for (const socket of [silent, begun]) socket.on('error', () => undefined);
    begun.write('GET /api/health/live HTTP/1.1\r\nhost: local');
    await Promise.all([silent, begun].map((socket) => until('a connection', () => !socket.connecting)));
    signal(server, 'SIGTERM');
    await until('its end', () => server.exitCode() !== null, 5);
    expect(server.exitCode()).toBe(0);
    await server.stop();
  });

  it('is gone after SHUTDOWN_SECONDS, whatever hangs, and says what it left', async () => {
    const server = await startServer({ env: { ...mail, SHUTDOWN_SECONDS: '1' } });
    server.expectErrors(/stopped, but not everything had ended within 1 s/);
    const { held } = await beginBoth(server);
    await client(server).post('/api/register', registrationOf(newPerson({ email: UNANSWERED })));
    await until('the other mail to be on its way', () => isUnanswered);
    signal(server, 'SIGINT');
    await until('its end', () => server.exitCode() !== null);
    expect(server.exitCode()).toBe(1);
    expect(server.logs().some((line) => line.includes('"requests":1') && line.includes('within 1 s'))).toBe(true);
    // What the mail server has had all of is not anybody's to send again; what it has not is, as if nothing had been.
    const { rows } = await server.database.query(`SELECT status, attempts FROM outbox_mails ORDER BY id`);
    expect(rows).toEqual([
      { status: 'handed_over', attempts: 1 },
      { status: 'queued', attempts: 0 },
    ]);
    held.destroy();
    await server.stop();
  });
});
