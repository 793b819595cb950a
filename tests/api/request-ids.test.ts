import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { waitForMail } from '../harness/mailbox';
import { activatedPerson, signedInPerson } from '../harness/people';
import { until } from '../harness/poll';
import { useServer } from '../harness/use-server';

const server = useServer({ env: { REFRESH_GRACE_SECONDS: '0' } });

/** The events on the record under the id of a request. */
async function eventsOf(requestId: unknown): Promise<string[]> {
  const { rows } = await server.database.query<{ event: string }>(
    'SELECT event FROM audit_events WHERE request_id = $1 ORDER BY at, id',
    [requestId],
  );
  return rows.map(({ event }) => event);
}

/** The lines of the log about a request; undefined while there is none. */
function linesOf(requestId: unknown): string[] | undefined {
  const lines = server.logs().filter((line) => line.includes(String(requestId)));
  return lines.length > 0 ? lines : undefined;
}

// asvs:16.2.1
describe('the id of an answer', () => {
  it('is in its problem document, in the log, on the record and in the mail', async () => {
    const { browser, email } = await signedInPerson(server);
    const stolen = browser.copy();
    await browser.post('/api/refresh');
    const { status, headers, body } = await stolen.post('/api/refresh');
    expect(status).toBe(401);
    const requestId = headers.get('x-request-id');
    expect(body['request_id']).toBe(requestId);
    const lines = await until('a line in the log', () => linesOf(requestId));
    expect(lines).toEqual([expect.stringContaining('"code":"unauthenticated"')]);
    expect(await eventsOf(requestId)).toEqual(['session.reuse_detected']);
    const mail = await waitForMail(server, email);
    expect([mail.text.includes(String(requestId)), mail.html.includes(String(requestId))]).toEqual([true, true]);
  });

  it('goes along with what a job does for it after the answer', async () => {
    const { email } = await activatedPerson(server);
    const { headers } = await client(server).post('/api/request-reset-password', { email });
    const requestId = headers.get('x-request-id');
    const mail = await waitForMail(server, email);
    expect(mail.text).toContain(requestId);
    expect(await eventsOf(requestId)).toEqual(['password.reset_requested', 'password.reset_link_sent']);
  });

  it('is its own: one that a client brings along is not taken', async () => {
    const brought = '0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6';
    for (const path of ['/api/me', '/login', '/api/health/live']) {
      const { headers } = await client(server).get(path, { headers: { 'x-request-id': brought } });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(headers.get('x-request-id')).not.toBe(brought);
    }
  });
});
