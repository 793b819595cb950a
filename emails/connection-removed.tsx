import type { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import type { connectionProps, MailFrame } from './mail-props';
import { greeting, oneLine } from './words';

type ConnectionRemovedProps = z.infer<typeof connectionProps> & MailFrame;

/** Sent to a person whose account can no longer be signed in to through a provider. */
export function ConnectionRemoved({
  firstName,
  loginLink,
  provider,
  providerEmail,
  request,
  ...frame
}: ConnectionRemovedProps) {
  return (
    <Layout
      {...frame}
      title={`${provider} was disconnected`}
      preheader={`Your account can no longer be signed in to with ${provider}.`}
      reason={`You get this mail because of the safety of your ${frame.productName} account.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`${provider} (${oneLine(providerEmail)}) was disconnected from your account and no longer signs you in here. Your other ways in are as they were.`}
      </Paragraph>
      <ActionButton label="Sign in" link={loginLink} invitation="The sign-in page is here:" />
      <WhoAsked
        request={request}
        otherwise="That was not you? Then sign in, end the sessions that you do not know, and change your password."
      />
    </Layout>
  );
}
