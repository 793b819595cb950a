import type { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import type { MailFrame, noticeProps } from './mail-props';
import { greeting } from './words';

type AccountExistsProps = z.infer<typeof noticeProps> & MailFrame;

/** Sent to the owner of an account whose address somebody registers again; whoever did so is not told. */
export function AccountExists({ firstName, loginLink, request, ...frame }: AccountExistsProps) {
  return (
    <Layout
      {...frame}
      title="You already have an account"
      preheader="Somebody tried to register with your address. Nothing has changed."
      reason={`You get this mail because this address belongs to an account at ${frame.productName}. We send it at most once a day.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`Somebody, perhaps you, just tried to register at ${frame.productName} with this address. You already have an account here, so we made no second one. Nothing has changed: your account and your password are as they were.`}
      </Paragraph>
      <Paragraph>If it was you, just sign in.</Paragraph>
      <ActionButton label="Sign in" link={loginLink} invitation="The sign-in page is here:" />
      <WhoAsked
        request={request}
        otherwise="That was not you? Then there is nothing to do. Whoever it was did not learn that you have an account."
      />
    </Layout>
  );
}
