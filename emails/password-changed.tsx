import type { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import type { MailFrame, noticeProps } from './mail-props';
import { greeting } from './words';

type PasswordChangedProps = z.infer<typeof noticeProps> & MailFrame;

/** Sent to the owner of an account whose password was just replaced by a new one. */
export function PasswordChanged({ firstName, loginLink, request, ...frame }: PasswordChangedProps) {
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
      <ActionButton label="Sign in" link={loginLink} invitation="The sign-in page is here:" />
      <WhoAsked
        request={request}
        otherwise="That was not you? Then somebody else can sign in as you. Write to the people who run this site at once, and mention the request below."
      />
    </Layout>
  );
}
