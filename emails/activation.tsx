import { z } from 'zod';
import { ActionButton, Code, Paragraph, WhoAsked } from './blocks';
import { Layout } from './layout';
import { mailRequest, type MailFrame } from './mail-props';
import { endInWords, durationInWords, greeting } from './words';

export const activationProps = z.object({
  firstName: z.string(),
  /** Six digits. */
  code: z.string().regex(/^\d{6}$/),
  /** The same activation as a link. */
  link: z.url(),
  expiresInMinutes: z.number().positive(),
  request: mailRequest,
});

type ActivationProps = z.infer<typeof activationProps> & MailFrame;

/** Sent to whom an address is said to belong, to prove it: a code to type and a link that does the same. */
export function Activation({ firstName, code, link, expiresInMinutes, request, ...frame }: ActivationProps) {
  const duration = durationInWords(expiresInMinutes);
  return (
    <Layout
      {...frame}
      title="Activate your account"
      preheader={`One step is left: confirm that this address is yours within ${duration}.`}
      reason={`You get this mail because somebody registered at ${frame.productName} with your address.`}
      requestId={request.id}
    >
      <Paragraph>{greeting(firstName)}</Paragraph>
      <Paragraph>
        {`Your ${frame.productName} account is almost ready. Enter this code where you registered, and we know that this address is yours:`}
      </Paragraph>
      <Code digits={code} />
      <Paragraph>
        {`The code and the link below hold for ${duration}, until ${endInWords(request.at, expiresInMinutes)}. Keep them to yourself: nobody at ${frame.productName} will ask for them.`}
      </Paragraph>
      <ActionButton label="Activate my account" link={link} />
      <WhoAsked
        request={request}
        otherwise="That was not you? Then ignore this mail. Without the code or the link, nothing happens."
      />
    </Layout>
  );
}
