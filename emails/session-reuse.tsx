import type { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import type { MailFrame, noticeProps } from './mail-props';
import { greeting } from './words';

type SessionReuseProps = z.infer<typeof noticeProps> & MailFrame;

/** Sent when a refresh token comes back after it was spent: two browsers hold one session, so it was ended. */
export function SessionReuse({ firstName, loginLink, request, ...frame }: SessionReuseProps) {
  return (
    <Layout
      {...frame}
      title="We signed one of your devices out"
      preheader="A sign-in of yours was used twice, so we ended it."
      reason={`You get this mail because of the safety of your ${frame.productName} account.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        One of your devices kept a sign-in that we had already renewed, and it was presented once more. That happens
        when a browser is restored from a backup, and also when somebody has copied it. We cannot tell the two apart, so
        we ended that session, everywhere and at once.
      </Paragraph>
      <Paragraph>
        Your password was not used for this and has not changed. Please sign in again on that device.
      </Paragraph>
      <ActionButton label="Sign in" link={loginLink} invitation="The sign-in page is here:" />
      <WhoAsked
        request={request}
        otherwise="You do not know this device or address? Then change your password after signing in."
      />
    </Layout>
  );
}
