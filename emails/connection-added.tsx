import type { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import type { connectionProps, MailFrame } from './mail-props';
import { greeting, oneLine } from './words';

type ConnectionAddedProps = z.infer<typeof connectionProps> & MailFrame;

/** Sent to a person whose account can be signed in to through a provider from now on. */
export function ConnectionAdded({
  firstName,
  loginLink,
  provider,
  providerEmail,
  request,
  ...frame
}: ConnectionAddedProps) {
  return (
    <Layout
      {...frame}
      title={`${provider} was connected`}
      preheader={`Your account can be signed in to with ${provider} from now on.`}
      reason={`You get this mail because of the safety of your ${frame.productName} account.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`${provider} was connected to your account. From now on, whoever signs in to ${provider} as ${oneLine(providerEmail)} can sign in here as you. Everything else is as it was, your password too.`}
      </Paragraph>
      <ActionButton label="Sign in" link={loginLink} invitation="The sign-in page is here:" />
      <WhoAsked
        request={request}
        otherwise={`That was not you? Then sign in, disconnect ${provider} in the settings under Connections, end the sessions that you do not know, and change your password.`}
      />
    </Layout>
  );
}
