import { until } from './poll';
import { rememberLinkToken } from './token-guard';

export type Mail = { id: string; to: string; subject: string; text: string; html: string; created_at: string };

/** Every mail to this address, newest first. */
export async function mailsTo(server: { url: string }, to: string): Promise<Mail[]> {
  const answer = await fetch(new URL(`/dev/mailbox/messages?to=${encodeURIComponent(to)}`, server.url));
  if (!answer.ok) throw new Error(`The mailbox answered ${answer.status}.`);
  const { results } = (await answer.json()) as { results: Mail[] };
  return results;
}

/** The newest mail to this address that `isWanted`, as soon as it is there. */
export function waitForMail(
  server: { url: string },
  to: string,
  isWanted: (mail: Mail) => boolean = () => true,
): Promise<Mail> {
  return until(`a mail to ${to}`, async () => (await mailsTo(server, to)).find(isWanted));
}

/** The six digits of the mail. */
export function codeIn(mail: Mail): string {
  const code = /(?<![\w/-])(\d{3})[ -]?(\d{3})(?![\w-])/.exec(mail.text);
  if (code === null) throw new Error(`There is no code in the mail “${mail.subject}”.`);
  return `${code[1]}${code[2]}`;
}

/** The first link of the mail whose path begins with `path`. */
export function linkIn(mail: Mail, path = '/activate/'): URL {
  const links = [...mail.text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([link]) => new URL(link));
  const link = links.find(({ pathname }) => pathname.startsWith(path));
  if (link === undefined) throw new Error(`There is no link to ${path} in the mail “${mail.subject}”.`);
  rememberLinkToken(link.pathname.split('/').at(-1) ?? '');
  return link;
}

/** The token in the link of an activation mail. */
export function tokenIn(mail: Mail): string {
  return linkIn(mail).pathname.split('/').at(-1) ?? '';
}
