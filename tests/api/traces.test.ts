import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenIn } from '../harness/mailbox';
import { registeredPerson, signedInPerson } from '../harness/people';
import { startServer } from '../harness/server';
import { secretIn } from '../harness/token-guard';
import { startTraceCollector, type TraceCollector } from '../harness/trace-collector';

const FOREIGN_TRACE = 'abcdefabcdefabcdefabcdefabcdefab';
const RESET_TOKEN = 'Nm9Qb3Jlc2V0LXRva2VuLW9mLXRoaXMtdmVyeS10ZXN0';

let collector: TraceCollector;
const seen: { requestId?: string | null; token?: string; email?: string } = {};

beforeAll(async () => {
  collector = await startTraceCollector();
  const server = await startServer({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  const traceparent = `00-${FOREIGN_TRACE}-0123456789abcdef-00`;
  const { browser, mail, email } = await registeredPerson(server);
  await browser.get(`/activate/${tokenIn(mail)}?code=${tokenIn(mail)}`);
  await browser.get(`/reset_password/${RESET_TOKEN}`);
  await browser.post(`/api/reset-password/${RESET_TOKEN}`, { new_password: 'a', confirm_password: 'b' });
  const person = await signedInPerson(server);
  const me = await person.browser.get('/api/me?search=of%20mine', { headers: { traceparent } });
  Object.assign(seen, { requestId: me.headers.get('x-request-id'), token: tokenIn(mail), email });
  // What has not been sent by now is sent before it ends.
  await server.stop();
});
afterAll(() => collector?.stop());

describe('where an exporter is set', () => {
  it('each operation is a span with the id of its request, below what Next tells of the same request', () => {
    const operation = collector.spans().find(({ attributes }) => attributes['gatehouse.request_id'] === seen.requestId);
    expect(operation).toMatchObject({ name: 'The signed-in person' });
    const ofNext = collector.spans().filter(({ traceId }) => traceId === operation?.traceId);
    expect(ofNext.map(({ name }) => name)).toContain('GET /api/me');
    expect(collector.services()).toEqual(['gatehouse']);
  });

  it('each run of a job is one', () => {
    const jobs = collector.spans().filter(({ attributes }) => attributes['gatehouse.job'] === 'deliver-mail');
    expect(jobs.length).toBeGreaterThan(0);
    expect(jobs[0]?.attributes['gatehouse.request_id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('a refusal is told by its code', () => {
    const refused = collector.spans().filter(({ attributes }) => attributes['gatehouse.problem'] !== undefined);
    expect(refused.map(({ attributes }) => attributes['gatehouse.problem'])).toEqual(['invalid_input']);
  });

  it('nobody outside chooses the trace, or that there is none', () => {
    expect(collector.text()).not.toContain(FOREIGN_TRACE);
  });

  // asvs:16.2.5
  it('pages are told by their route: no token, no query, no address of anybody', () => {
    const routes = new Set(collector.spans().map(({ attributes }) => attributes['http.route']));
    expect([...routes]).toEqual(expect.arrayContaining(['/activate/[token]', '/reset_password/[token]']));
    const text = collector.text();
    expect(secretIn(text)).toBeUndefined();
    const typed = [seen.token, RESET_TOKEN, seen.email, 'of%20mine', 'of mine'];
    expect(typed.filter((words) => words === undefined || text.includes(words))).toEqual([]);
  });
});
