import { z } from 'zod';
import { ActionButton, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import { mailRequest, type MailFrame } from './mail-props';
import { greeting } from './words';

export const newDeviceProps = z.object({
  firstName: z.string(),
  /** The page that lists where somebody is signed in. */
  sessionsLink: z.url(),
  request: mailRequest,
});

type NewDeviceProps = z.infer<typeof newDeviceProps> & MailFrame;

/** Sent when somebody signs in with a browser and system that this person has not signed in with before. */
export function NewDevice({ firstName, sessionsLink, request, ...frame }: NewDeviceProps) {
  return (
    <Layout
      {...frame}
      title="A new device signed in"
      preheader="Your account was opened from a device that we have not seen with you before."
      reason={`You get this mail because of the safety of your ${frame.productName} account. We send it once for each device.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`Your ${frame.productName} account was just signed in to from a device that we have not seen with you before.`}
      </Paragraph>
      <Paragraph>If it was you, there is nothing to do.</Paragraph>
      <Paragraph>
        If it was not you, end that session on the page below, then change your password: whoever it was knows a way in.
      </Paragraph>
      <ActionButton label="See where you are signed in" link={sessionsLink} invitation="The page is here:" />
      <WhoAsked heading="The sign-in" request={request} />
    </Layout>
  );
}
