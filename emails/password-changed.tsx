import type { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import type { MailFrame, passwordNoticeProps } from './mail-props';
import { greeting } from './words';

type PasswordChangedProps = z.infer<typeof passwordNoticeProps> & MailFrame;

/** Sent to the owner of an account whose password was just replaced by a new one. */
export function PasswordChanged({ firstName, forgotLink, request, ...frame }: PasswordChangedProps) {
  return (
    <Layout
      {...frame}
      title="Your password was changed"
      preheader="The old one opens nothing any more, and your other devices are signed out."
      reason={`You get this mail because of the safety of your ${frame.productName} account.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`The password of your ${frame.productName} account was just changed by somebody who was signed in and knew the old one. All other devices are signed out. The new password signs you in there again.`}
      </Paragraph>
      <Paragraph>If it was you, there is nothing to do.</Paragraph>
      <Paragraph>
        If it was not you, somebody else can sign in as you. Make sure first that nobody else reads your mail: change
        the password of your mailbox if in doubt. Then set a new password here, which signs everybody out, and in the
        settings disconnect what you do not know.
      </Paragraph>
      <ActionButton label="Set a new password" link={forgotLink} invitation="The page for that is here:" />
      <WhoAsked heading="The change" request={request} />
    </Layout>
  );
}
