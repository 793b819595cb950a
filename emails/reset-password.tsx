import { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import { mailRequest, type MailFrame } from './mail-props';
import { durationInWords, endInWords, greeting } from './words';

export const resetPasswordProps = z.object({
  firstName: z.string(),
  /** The page to set a password on. */
  link: z.url(),
  /** Since when the link holds, ISO 8601, UTC: a little later than it was asked for. */
  issuedAt: z.iso.datetime(),
  expiresInMinutes: z.number().positive(),
  request: mailRequest,
});

type ResetPasswordProps = z.infer<typeof resetPasswordProps> & MailFrame;

/** Sent to the owner of an account for whose address somebody asked for a link to set a password: their first one, or in place of another. */
export function ResetPassword({ firstName, link, issuedAt, expiresInMinutes, request, ...frame }: ResetPasswordProps) {
  const duration = durationInWords(expiresInMinutes);
  return (
    <Layout
      {...frame}
      title="Set your password"
      preheader={`You can set a password within ${duration}. Until you do, nothing changes.`}
      reason={`You get this mail because somebody asked ${frame.productName} for a link to set the password of your account.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`Somebody, we hope you, wants to set a password for your ${frame.productName} account. This link leads to the page for it:`}
      </Paragraph>
      <ActionButton label="Set your password" link={link} />
      <Paragraph>
        {`The link holds for ${duration}, until ${endInWords(issuedAt, expiresInMinutes)}, and for one password. Keep it to yourself: nobody at ${frame.productName} will ask for it. Once the password is set, you are signed out everywhere.`}
      </Paragraph>
      <WhoAsked
        request={request}
        otherwise="That was not you? Then ignore this mail. Without the link nothing changes, and whoever asked did not learn that you have an account."
      />
    </Layout>
  );
}
