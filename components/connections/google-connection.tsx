import type { ReactNode } from 'react';
import { GoogleMark } from '@/components/brand/google-mark';
import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { ItemRow } from '@/components/ui/item-row';
import { Moment } from '@/components/ui/moment';
import type { FormAction } from '@/lib/shared/form-state';
import type { ConnectionOutput } from '@/lib/shared/schemas/connections';

type Props = {
  /** The Google account that is connected, if one is. */
  connection: ConnectionOutput | undefined;
  /** Whether this installation can ask Google at all. */
  isOffered: boolean;
  connect: FormAction;
  remove: FormAction;
};

/** Google as a way in: which account it is, and the button that connects or disconnects it. */
export function GoogleConnection({ connection, isOffered, connect, remove }: Props) {
  return (
    // What was said about disconnecting is still to be read when there is nothing to disconnect any more.
    <ButtonForms action={remove}>
      {connection ? (
        <Card button={<Disconnect provider={connection.provider} />}>
          <Connected connection={connection} />
        </Card>
      ) : (
        <ButtonForms action={connect}>
          <Card button={isOffered && <Connect />}>
            <NotConnected isOffered={isOffered} />
          </Card>
        </ButtonForms>
      )}
    </ButtonForms>
  );
}

function Card({ button, children }: { button: ReactNode; children: ReactNode }) {
  return (
    <section aria-labelledby="google" className="rounded-panel bg-panel shadow-panel ring-1 ring-line">
      <ItemRow icon={<GoogleMark />} button={button}>
        <h3 id="google" className="font-semibold">
          Google
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

function NotConnected({ isOffered }: { isOffered: boolean }) {
  return (
    <p className="mt-1 text-sm text-muted">
      {isOffered
        ? 'Not connected. Connect it, and you can sign in with your Google account as well.'
        : 'Signing in with Google is not set up on this installation.'}
    </p>
  );
}

function Connect() {
  return (
    <ButtonForm fields={{}} pendingLabel="Going to Google…">
      Connect Google
    </ButtonForm>
  );
}

function Disconnect({ provider }: { provider: string }) {
  return (
    <ButtonForm fields={{ provider }} pendingLabel="Disconnecting…">
      Disconnect <span className="sr-only">Google</span>
    </ButtonForm>
  );
}
