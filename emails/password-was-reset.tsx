import type { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import type { MailFrame, passwordNoticeProps } from './mail-props';
import { greeting } from './words';

type PasswordWasResetProps = z.infer<typeof passwordNoticeProps> & MailFrame;

/** Sent to the owner of an account whose password was just set with the link of a mail. */
export function PasswordWasReset({ firstName, forgotLink, request, ...frame }: PasswordWasResetProps) {
  return (
    <Layout
      {...frame}
      title="Your password was set"
      preheader="It is the only password that opens your account, and all devices are signed out."
      reason={`You get this mail because of the safety of your ${frame.productName} account.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`The password of your ${frame.productName} account was just set with the link of a mail that we sent to this address. All devices are signed out. From now on that password signs you in.`}
      </Paragraph>
      <Paragraph>If it was you, there is nothing to do.</Paragraph>
      <Paragraph>
        If it was not you, somebody else can read your mail. Change the password of your mailbox first, then set one
        here that only you know.
      </Paragraph>
      <ActionButton label="Set a new password" link={forgotLink} invitation="The page for that is here:" />
      <WhoAsked heading="The change" request={request} />
    </Layout>
  );
}
