import { describe, expect, it } from 'vitest';
import { createResendTransport } from '@/lib/infra/mail/resend-transport';
import { startResendServer, startTcpServer } from './loopback-servers';
import { outgoingMail } from './mail-samples';

function transportTo(baseUrl: string, deadlineMs?: number) {
  return createResendTransport({
    apiKey: 're_loopback',
    from: 'Gatehouse <gate@gate.example>',
    baseUrl,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
}

function refusal(status: number, name = 'validation_error') {
  return { status, body: { statusCode: status, name, message: 'No: ada@reader.example, 048213' } };
}

describe('a mail over Resend', () => {
  it('is posted whole, with the outbox id as the idempotency key', async () => {
    const { baseUrl, requests } = await startResendServer({ status: 200, body: { id: 'taken' } });
    const mail = outgoingMail();
    await transportTo(baseUrl).send(mail);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/emails',
      headers: { authorization: 'Bearer re_loopback', 'idempotency-key': mail.id },
      body: {
        from: 'Gatehouse <gate@gate.example>',
        to: 'ada@reader.example',
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        headers: { 'Auto-Submitted': 'auto-generated' },
      },
    });
  });

  it('is the same request when it is tried again, so that Resend takes it once', async () => {
    const { baseUrl, requests } = await startResendServer({ status: 200, body: { id: 'taken' } });
    const mail = outgoingMail();
    await transportTo(baseUrl).send(mail);
    await transportTo(baseUrl).send(mail);
    const [first, second] = requests.map(({ headers, body }) => ({ key: headers['idempotency-key'], body }));
    expect(second).toEqual(first);
  });

  it('has one line of subject', async () => {
    const { baseUrl, requests } = await startResendServer({ status: 200, body: { id: 'taken' } });
    await transportTo(baseUrl).send(outgoingMail({ subject: 'Hello\r\nBcc: thief@evil.example' }));
    expect(requests[0]?.body['subject']).toBe('Hello Bcc: thief@evil.example');
  });
});

describe('a mail that Resend refuses', () => {
  it.each([
    [400, 'validation_error'],
    [422, 'invalid_to_address'],
    [409, 'invalid_idempotent_request'],
  ])('is refused for good by %d %s', async (status, name) => {
    const { baseUrl } = await startResendServer(refusal(status, name));
    await expect(transportTo(baseUrl).send(outgoingMail())).rejects.toMatchObject({ isPermanent: true });
  });

  it.each([
    [401, 'missing_api_key'],
    [403, 'invalid_api_key'],
    [409, 'concurrent_idempotent_requests'],
    [429, 'rate_limit_exceeded'],
    [500, 'application_error'],
  ])('may be tried again after %d %s', async (status, name) => {
    const { baseUrl } = await startResendServer(refusal(status, name));
    await expect(transportTo(baseUrl).send(outgoingMail())).rejects.toMatchObject({ isPermanent: false });
  });

  it('leaves the codes of the answer in the error, and nothing of the mail', async () => {
    const { baseUrl } = await startResendServer(refusal(422));
    await expect(transportTo(baseUrl).send(outgoingMail())).rejects.toMatchObject({
      name: 'MailError',
      message: 'Resend 422 validation_error',
    });
  });

  it('leaves out a name that is none, whoever answers in Resend’s place', async () => {
    const { baseUrl } = await startResendServer(refusal(422, 'ada@reader.example'));
    await expect(transportTo(baseUrl).send(outgoingMail())).rejects.toThrow(/^Resend 422 unknown_error$/);
  });
});

describe('Resend out of reach', () => {
  it('is given up on at the deadline when it does not answer', async () => {
    const port = await startTcpServer(() => undefined);
    const startedAt = performance.now();
    const sending = transportTo(`http://127.0.0.1:${port}`, 200).send(outgoingMail());
    await expect(sending).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('is given up on at the deadline when its answer never ends', async () => {
    const port = await startTcpServer((socket) => {
      socket.write('HTTP/1.1 422 Unprocessable\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"na');
    });
    const sending = transportTo(`http://127.0.0.1:${port}`, 200).send(outgoingMail());
    await expect(sending).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
  });

  it('fails for now, not for good, when nobody listens', async () => {
    const sending = transportTo('http://127.0.0.1:1').send(outgoingMail());
    await expect(sending).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
  });
});
