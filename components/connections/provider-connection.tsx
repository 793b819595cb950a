import type { ReactNode } from 'react';
import { ProviderMark } from '@/components/brand/provider-mark';
import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { ItemRow } from '@/components/ui/item-row';
import { Moment } from '@/components/ui/moment';
import type { FormAction } from '@/lib/shared/form-state';
import { type ProviderName, PROVIDERS } from '@/lib/shared/providers';
import type { ConnectionOutput } from '@/lib/shared/schemas/connections';

type Props = {
  provider: ProviderName;
  /** The account there that is connected, if one is. */
  connection: ConnectionOutput | undefined;
  /** Whether this installation can ask that provider at all. */
  isOffered: boolean;
  connect: FormAction;
  remove: FormAction;
};

/** A provider as a way in: which account it is, and the button that connects or disconnects it. */
export function ProviderConnection({ provider, connection, isOffered, connect, remove }: Props) {
  return (
    // What was said about disconnecting is still to be read when there is nothing to disconnect any more.
    <ButtonForms action={remove}>
      {connection ? (
        <Card provider={provider} button={<Disconnect provider={provider} />}>
          <Connected connection={connection} />
        </Card>
      ) : (
        <ButtonForms action={connect}>
          <Card provider={provider} button={isOffered && <Connect provider={provider} />}>
            <NotConnected title={PROVIDERS[provider].title} isOffered={isOffered} />
          </Card>
        </ButtonForms>
      )}
    </ButtonForms>
  );
}

type CardProps = { provider: ProviderName; button: ReactNode; children: ReactNode };

function Card({ provider, button, children }: CardProps) {
  return (
    <section aria-labelledby={provider} className="rounded-panel bg-panel shadow-panel ring-1 ring-line">
      <ItemRow icon={<ProviderMark provider={provider} />} button={button}>
        <h3 id={provider} className="font-semibold">
          {PROVIDERS[provider].title}
        </h3>
        {children}
      </ItemRow>
    </section>
  );
}

function Connected({ connection: { email, connected_at } }: { connection: ConnectionOutput }) {
  return (
    <>
      <p className="mt-1 text-sm">{email}</p>
      <p className="text-sm text-muted">
        Connected on <Moment iso={connected_at} show="day" />
      </p>
    </>
  );
}

function NotConnected({ title, isOffered }: { title: string; isOffered: boolean }) {
  return (
    <p className="mt-1 text-sm text-muted">
      {isOffered
        ? `Not connected. Connect it, and you can sign in with your ${title} account as well.`
        : `Signing in with ${title} is not set up on this installation.`}
    </p>
  );
}

type ButtonProps = { provider: ProviderName };

function Connect({ provider }: ButtonProps) {
  const { title } = PROVIDERS[provider];
  return (
    <ButtonForm fields={{ provider }} pendingLabel={`Going to ${title}…`}>
      {`Connect ${title}`}
    </ButtonForm>
  );
}

function Disconnect({ provider }: ButtonProps) {
  return (
    <ButtonForm fields={{ provider }} pendingLabel="Disconnecting…">
      Disconnect <span className="sr-only">{PROVIDERS[provider].title}</span>
    </ButtonForm>
  );
}
