import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the verifier says to a token that begins with one of these words: `good-1`. Whatever it is, it says it again. */
const VERDICTS = {
  good: (answer) => answer.end('{"success":true,"hostname":"localhost"}'),
  wrong: (answer) => answer.end('{"success":false,"error-codes":["timeout-or-duplicate"]}'),
  foreign: (answer) => answer.end('{"success":true,"hostname":"evil.example"}'),
  nameless: (answer) => answer.end('{"success":true}'),
  nonsense: (answer) => answer.end('<html>'),
  untyped: (answer) => answer.end('{"success":"yes","hostname":"localhost"}'),
  broken: (answer) => answer.writeHead(500).end('{"success":true,"hostname":"localhost"}'),
  elsewhere: (answer) => answer.writeHead(307, { location: '/siteverify?again' }).end(),
  endless: (answer) => answer.end(`{"success":true,"hostname":"localhost","padding":"${'x'.repeat(100_000)}"}`),
  hanging: () => undefined,
} as const satisfies Record<string, (answer: ServerResponse) => unknown>;

export type CaptchaWord = keyof typeof VERDICTS;

export type CaptchaVerifier = {
  /** The settings with which a server of ours asks it. */
  settings: Record<'RECAPTCHA_SITE_KEY' | 'RECAPTCHA_SECRET_KEY' | 'RECAPTCHA_VERIFY_URL', string>;
  /** How often it was asked about a token. */
  timesAsked: (token: string) => number;
  /** From now on, this instead of what the token says; undefined ends it. */
  insist: (word: CaptchaWord | undefined) => void;
  stop: () => Promise<void>;
};

let solved = 0;

/** A token that no other test has: what a widget gives to whoever solves it. */
export function newCaptchaToken(word: CaptchaWord = 'good'): string {
  solved += 1;
  return `${word}-${process.pid}-${solved}`;
}

/** A real server on loopback in place of Google's siteverify. */
export async function startCaptchaVerifier(): Promise<CaptchaVerifier> {
  const asked = new Map<string, number>();
  let insisted: CaptchaWord | undefined;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const token = new URLSearchParams(body).get('response') ?? '';
      asked.set(token, (asked.get(token) ?? 0) + 1);
      const word = insisted ?? (token.split('-')[0] as CaptchaWord);
      (VERDICTS[word] ?? VERDICTS.wrong)(response.setHeader('content-type', 'application/json'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      RECAPTCHA_SITE_KEY: 'the-site-key',
      RECAPTCHA_SECRET_KEY: 'the-secret-key',
      RECAPTCHA_VERIFY_URL: `http://127.0.0.1:${port}/siteverify`,
    },
    timesAsked: (token) => asked.get(token) ?? 0,
    insist: (word) => {
      insisted = word;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
