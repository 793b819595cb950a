import { SessionProvider, signOut, useSession } from 'next-auth/react';
import { Island, setIn } from './island';

/** On next-auth's client library. */
function NextAuthIsland() {
  const { data, status, update } = useSession();
  const words = data ? `${status}: ${data.user.email}, ${data.user.isActivated ? 'active' : 'waiting'}` : status;
  return (
    <Island
      words={words}
      onLook={() => void update({})}
      onLeave={() => void signOut({ redirectTo: '/login?notice=signed_out' })}
    />
  );
}

setIn(
  <SessionProvider>
    <NextAuthIsland />
  </SessionProvider>,
);
