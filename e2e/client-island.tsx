import { StrictMode } from 'react';
import { SessionProvider, useSession } from '@/lib/client/session-provider';
import { Island, setIn } from './island';

/** On our own hook. */
function OwnIsland() {
  const session = useSession();
  const words = session.status === 'signed-in' ? `signed-in: ${session.user.email}` : session.status;
  return <Island words={words} onLook={() => void session.refresh()} onLeave={() => void session.signOut()} />;
}

setIn(
  <StrictMode>
    <SessionProvider>
      <OwnIsland />
    </SessionProvider>
  </StrictMode>,
);
