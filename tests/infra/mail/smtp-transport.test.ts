import { describe, expect, it } from 'vitest';
import { UNANSWERED } from '@/lib/infra/mail/mail-error';
import { renderMail } from '@/lib/infra/mail/render-mail';
import { createSmtpTransport } from '@/lib/infra/mail/smtp-transport';
import { smtpReply, startMailServer, startTcpServer } from './loopback-servers';
import { MAIL_SAMPLES, outgoingMail } from './mail-samples';

function transportTo(port: number, changes: Partial<Parameters<typeof createSmtpTransport>[0]> = {}) {
  return createSmtpTransport({
    host: '127.0.0.1',
    port,
    useTls: false,
    from: 'Gatehouse <gate@gate.example>',
    messageIdHost: 'gate.example',
    ...changes,
  });
}

describe('a mail over SMTP', () => {
  it('arrives whole: envelope, HTML, text, and the outbox id as its Message-ID', async () => {
    const server = await startMailServer();
    const mail = outgoingMail({ ...(await renderMail('activation', MAIL_SAMPLES.activation[0])) });
    await transportTo(server.port).send(mail);
    const [got] = server.mails;
    expect(server.mails).toHaveLength(1);
    expect(got?.messageId).toBe(`<${mail.id}@gate.example>`);
    expect(got?.from?.value).toEqual([{ name: 'Gatehouse', address: 'gate@gate.example' }]);
    expect(got?.to).toMatchObject({ value: [{ name: "Ada O'Neil", address: 'ada@reader.example' }] });
    expect(got?.subject).toBe('Activate your Gatehouse account');
    expect(got?.html).toContain('>048213<');
    expect(got?.html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(got?.text).toMatch(/^048213$/m);
  });

  it('keeps its Message-ID when it is delivered again, so that a receiver knows it', async () => {
    const server = await startMailServer();
    const mail = outgoingMail();
    await transportTo(server.port).send(mail);
    await transportTo(server.port).send(mail);
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('says that a robot sent it, so that no robot answers', async () => {
    const server = await startMailServer();
    await transportTo(server.port).send(outgoingMail());
    expect(server.mails[0]?.headers.get('auto-submitted')).toBe('auto-generated');
  });

  // asvs:1.3.11
  it('takes no header from a name or a subject', async () => {
    const server = await startMailServer();
    const to = { name: 'Ada\r\nBcc: thief@evil.example\r\nX-Evil: 1', address: 'ada@reader.example' };
    await transportTo(server.port).send(outgoingMail({ to, subject: 'Hello\r\nX-Evil: 1' }));
    const [got] = server.mails;
    expect(got?.headers.has('x-evil')).toBe(false);
    expect(got?.bcc).toBeUndefined();
    expect(got?.subject).toBe('Hello X-Evil: 1');
  });

  it('signs in with the user and password of the settings', async () => {
    const logins: unknown[] = [];
    const server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        logins.push([username, password]);
        done(null, { user: username });
      },
    });
    await transportTo(server.port, { user: 'gate', password: 'correct horse' }).send(outgoingMail());
    expect(logins).toEqual([['gate', 'correct horse']]);
    expect(server.mails).toHaveLength(1);
  });
});

describe('a mail that a server refuses', () => {
  const refusing = (code: number) =>
    startMailServer({
      onRcptTo: ({ address }, _session, done) => done(smtpReply(code, `5.1.1 <${address}> is not known here`)),
    });

  it.each([550, 552, 553, 554])('is refused for good by %d', async (code) => {
    const { port } = await refusing(code);
    await expect(transportTo(port).send(outgoingMail())).rejects.toMatchObject({ isPermanent: true });
  });

  it.each([421, 450, 451, 452, 503, 530])('may be tried again after %d', async (code) => {
    const { port } = await refusing(code);
    await expect(transportTo(port).send(outgoingMail())).rejects.toMatchObject({ isPermanent: false });
  });

  it('leaves the codes of the reply in the error, and no address', async () => {
    const { port } = await refusing(550);
    await expect(transportTo(port).send(outgoingMail())).rejects.toMatchObject({
      name: 'MailError',
      message: 'SMTP EENVELOPE 550 5.1.1 at RCPT TO',
    });
  });

  it('does not die of a wrong password, which is ours to mend', async () => {
    const { port } = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(smtpReply(535, '5.7.8 gate: bad credentials')),
    });
    const refusal = transportTo(port, { user: 'gate', password: 'wrong horse' }).send(outgoingMail());
    await expect(refusal).rejects.toMatchObject({ isPermanent: false });
    await expect(refusal).rejects.not.toThrow(/gate|horse/);
  });
});

describe('TLS', () => {
  it('is insisted on when it is wanted: nothing goes to a server that cannot', async () => {
    const server = await startMailServer();
    const refusal = transportTo(server.port, { useTls: true }).send(outgoingMail());
    await expect(refusal).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
    expect(server.mails).toEqual([]);
  });

  it('trusts no certificate that nobody vouches for', async () => {
    const server = await startMailServer({ disabledCommands: [] });
    const refusal = transportTo(server.port, { useTls: true }).send(outgoingMail());
    await expect(refusal).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
    expect(server.mails).toEqual([]);
  });
});

describe('a server that is not well', () => {
  it.each<[string, Parameters<typeof startTcpServer>[0]]>([
    ['never says a word', () => undefined],
    [
      'talks without end',
      (socket) => {
        socket.write('220 hello\r\n');
        const chatter = setInterval(() => socket.write('250-and another thing\r\n'), 10);
        socket.on('close', () => clearInterval(chatter));
      },
    ],
  ])('is given up on at the deadline when it %s', async (_what, talk) => {
    const port = await startTcpServer(talk);
    const startedAt = performance.now();
    const refusal = transportTo(port, { deadlineMs: 200 }).send(outgoingMail());
    await expect(refusal).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it.each<[string, Parameters<typeof startTcpServer>[0]]>([
    ['hangs up at once', (socket) => socket.destroy()],
    ['speaks another language', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('fails for now, not for good, when it %s', async (_what, talk) => {
    const port = await startTcpServer(talk);
    const refusal = transportTo(port).send(outgoingMail());
    await expect(refusal).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
  });

  it('fails for now, not for good, when nobody listens', async () => {
    const refusal = transportTo(1).send(outgoingMail());
    await expect(refusal).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
  });
});

describe('the end of a mail, which hands it over', () => {
  /** A server that has the whole mail and answers when it is told to. */
  async function answeringLater() {
    let answer = () => {};
    const told = new Promise<void>((resolve) => (answer = resolve));
    const server = await startMailServer({
      onData: (stream, _session, done) => void stream.resume().on('end', () => void told.then(() => done())),
    });
    return { port: server.port, answer: () => answer() };
  }

  it('waits for what has to be noted before it, and is not sent where that fails', async () => {
    const server = await startMailServer();
    const before = () => Promise.reject(new Error('the database is gone'));
    const sending = transportTo(server.port).send(outgoingMail(), { before, after: () => undefined });
    await expect(sending).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
    expect(server.mails).toEqual([]);
  });

  it('is told of at once, while the server has not answered', async () => {
    const { port, answer } = await answeringLater();
    const said: string[] = [];
    const sending = transportTo(port).send(outgoingMail(), {
      before: () => Promise.resolve(void said.push('before')),
      after: () => {
        said.push('after');
        answer();
      },
    });
    await sending;
    expect(said).toEqual(['before', 'after']);
  });

  it('gives the server longer to answer than all before it: hanging up would not call the mail back', async () => {
    const { port, answer } = await answeringLater();
    const deadlineMs = 500;
    const after = () => void setTimeout(answer, 2 * deadlineMs);
    const sending = transportTo(port, { deadlineMs }).send(outgoingMail(), { before: () => Promise.resolve(), after });
    await expect(sending).resolves.toBeUndefined();
  });

  it('is the last of it where the answer never comes: the next attempt would be a second mail', async () => {
    const { port } = await answeringLater();
    const sending = transportTo(port, { answerDeadlineMs: 200 }).send(outgoingMail());
    await expect(sending).rejects.toMatchObject({ name: 'MailError', isPermanent: true, message: UNANSWERED });
  });

  it('is no end where the server hangs up in place of an answer: then the mail has failed for now', async () => {
    const { port } = await startMailServer({
      onData: (stream, _session, done) => void stream.resume().on('end', () => done(smtpReply(421, 'closing'))),
    });
    const sending = transportTo(port).send(outgoingMail());
    await expect(sending).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
  });
});
