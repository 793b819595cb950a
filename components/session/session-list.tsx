import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import type { FormAction } from '@/lib/shared/form-state';
import type { NamedSession } from '@/lib/shared/schemas/own-sessions';
import { EndOthers } from './end-others';
import { SessionRow } from './session-row';
import { SignOutButton } from './sign-out-button';

type Props = {
  sessions: readonly NamedSession[];
  now: Date;
  /** Ends the session of the `id` it is sent, or with `others` all but this one. */
  endAction: FormAction;
  signOut: (data: FormData) => Promise<void>;
};

/** Every place where the person is signed in, each with the button that ends it. */
export function SessionList({ sessions, now, endAction, signOut }: Props) {
  const others = sessions.filter(({ current }) => !current).length;
  return (
    <ButtonForms action={endAction}>
      <ul className="divide-y divide-line rounded-panel bg-panel shadow-panel ring-1 ring-line">
        {sessions.map((session) => (
          <li key={session.id}>
            <SessionRow
              session={session}
              now={now}
              button={session.current ? <SignOutButton action={signOut} /> : <EndOne session={session} />}
            />
          </li>
        ))}
      </ul>
      {others > 0 && <EndOthers count={others} />}
    </ButtonForms>
  );
}

function EndOne({ session }: { session: NamedSession }) {
  return (
    <ButtonForm fields={{ id: session.id }} pendingLabel="Signing out…">
      Sign out <span className="sr-only">{session.device}</span>
    </ButtonForm>
  );
}
