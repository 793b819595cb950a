import type { Metadata } from 'next';
import { ActivateLinkForm } from '@/components/activation/activate-link-form';
import { EntryPage } from '@/components/shell/entry-page';
import { TextLink } from '@/components/ui/text-link';
import { captchaSetting, hasLinkProof } from '@/lib/http/page-facts';
import { activateByLinkAction } from './actions';

export const metadata: Metadata = {
  title: 'Activate your account',
  robots: { index: false, follow: false },
};

const INTRO = {
  known: 'Press the button, and your account is open.',
  unknown: 'This browser has not seen your registration. Enter the password that you chose, so that we know it is you.',
};

export default async function ActivatePage({ params }: PageProps<'/activate/[token]'>) {
  const { token } = await params;
  const hasProof = await hasLinkProof(token);
  return (
    <EntryPage
      title="Activate your account"
      intro={hasProof ? INTRO.known : INTRO.unknown}
      below={
        <p>
          Link not working? <TextLink href="/activation-page">Use the code</TextLink>
        </p>
      }
    >
      <ActivateLinkForm action={activateByLinkAction} token={token} needsProof={!hasProof} captcha={captchaSetting()} />
    </EntryPage>
  );
}
