import { z } from 'zod';

/** Who asked for what this mail is about: shown to its reader, who may not be the one who asked. */
export const mailRequest = z.object({
  /** The request id that the answer carried, for support. */
  id: z.string(),
  ip: z.string(),
  /** The device in words, such as "Firefox on Linux". */
  device: z.string(),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
});

export type MailRequest = z.infer<typeof mailRequest>;

/** What a mail is filled in with that only tells something and leads to the sign-in page. */
export const noticeProps = z.object({
  firstName: z.string(),
  /** The sign-in page. */
  loginLink: z.url(),
  request: mailRequest,
});

/** What a mail is filled in with that tells of a new password. */
export const passwordNoticeProps = z.object({
  firstName: z.string(),
  /** The page that mails a link to set yet another one, for whoever did not want this one. */
  forgotLink: z.url(),
  request: mailRequest,
});

/** A way in through a provider that was added or removed. */
export const connectionProps = noticeProps.extend({
  /** The provider as people know it: Google. */
  provider: z.string(),
  /** The address of the account there. */
  providerEmail: z.string(),
});

/** What every mail is told about the house that sends it. */
export type MailFrame = {
  productName: string;
  /** Origin of the site, without a trailing slash. */
  baseUrl: string;
};
