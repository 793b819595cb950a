import { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import { mailRequest, type MailFrame } from './mail-props';
import { durationInWords, endInWords, greeting, nameInWords } from './words';

export const resetPasswordProps = z.object({
  firstName: z.string(),
  /** The page to set a password on. */
  link: z.url(),
  /** Since when the link holds, ISO 8601, UTC: a little later than it was asked for. */
  issuedAt: z.iso.datetime(),
  expiresInMinutes: z.number().positive(),
  /** The name of the administrator who sent it; without it, somebody who knows the address asked. */
  askedBy: z.string().optional(),
  request: mailRequest,
});

type ResetPasswordProps = z.infer<typeof resetPasswordProps> & MailFrame;

/** Why the mail comes, in its own words for a stranger's wish and for an administrator's. */
function wordsFor(productName: string, askedBy: string | undefined) {
  if (askedBy === undefined) {
    return {
      reason: `You get this mail because somebody asked ${productName} for a link to set the password of your account.`,
      wish: `Somebody, we hope you, wants to set a password for your ${productName} account. This link leads to the page for it:`,
      otherwise:
        'That was not you? Then ignore this mail. Without the link nothing changes, and whoever asked did not learn that you have an account.',
    };
  }
  return {
    reason: `You get this mail because an administrator of ${productName} sent you a link to set the password of your account.`,
    wish: `You can set a new password for your ${productName} account. This link, which ${nameInWords(askedBy)} sent you as an administrator, leads to the page for it:`,
    otherwise: 'You did not expect this? Then ask whoever sent it. Without the link nothing changes.',
  };
}

/** Sent to the owner of an account for whose address somebody asked for a link to set a password: their first one, or in place of another. */
export function ResetPassword(props: ResetPasswordProps) {
  const { firstName, link, issuedAt, expiresInMinutes, askedBy, request, ...frame } = props;
  const duration = durationInWords(expiresInMinutes);
  const { reason, wish, otherwise } = wordsFor(frame.productName, askedBy);
  return (
    <Layout
      {...frame}
      title="Set your password"
      preheader={`You can set a password within ${duration}. Until you do, nothing changes.`}
      reason={reason}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>{wish}</Paragraph>
      <ActionButton label="Set your password" link={link} />
      <Paragraph>
        {`The link holds for ${duration}, until ${endInWords(issuedAt, expiresInMinutes)}, and for one password. Keep it to yourself: nobody at ${frame.productName} will ask for it. Once the password is set, you are signed out everywhere.`}
      </Paragraph>
      <WhoAsked request={request} otherwise={otherwise} />
    </Layout>
  );
}
