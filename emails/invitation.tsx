import { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import { mailRequest, type MailFrame } from './mail-props';
import { durationInWords, endInWords, greeting, nameInWords } from './words';

export const invitationProps = z.object({
  firstName: z.string(),
  /** The name of whoever invites. */
  invitedBy: z.string(),
  /** The page to set the first password on. */
  link: z.url(),
  /** Since when the link holds, ISO 8601, UTC. */
  issuedAt: z.iso.datetime(),
  expiresInMinutes: z.number().positive(),
  request: mailRequest,
});

type InvitationProps = z.infer<typeof invitationProps> & MailFrame;

/** Sent to somebody for whom an administrator has made an account: the link activates it. */
export function Invitation(props: InvitationProps) {
  const { firstName, invitedBy, link, issuedAt, expiresInMinutes, request, ...frame } = props;
  const { productName } = frame;
  const { host } = new URL(frame.baseUrl);
  const duration = durationInWords(expiresInMinutes);
  const inviter = nameInWords(invitedBy);
  return (
    <Layout
      {...frame}
      title={`You are invited to ${productName}`}
      preheader={`An account is waiting for you. Set your password within ${duration}, and it is yours.`}
      reason={`You get this mail because an administrator of ${productName} invited you with this address.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`You are invited to ${productName} by ${inviter}. With a ${productName} account people sign in to ${host}: yours is ready but for a password, which only you will know. Set it here:`}
      </Paragraph>
      <ActionButton label="Set your password" link={link} />
      <Paragraph>
        {`The link holds for ${duration}, until ${endInWords(issuedAt, expiresInMinutes)}, and for one password. Keep it to yourself: nobody at ${productName} will ask for it. With the password and this address you sign in from then on.`}
      </Paragraph>
      <WhoAsked
        heading="Who invited you?"
        request={request}
        otherwise="You do not know what this is about? Then ignore this mail. Without the link the account stays closed."
      />
    </Layout>
  );
}
