import { SessionProvider, signOut, useSession } from 'next-auth/react';
import { createRoot } from 'react-dom/client';

/** What somebody would build on next-auth's client library, set into one of our pages by a test. */
function Island() {
  const { data, status, update } = useSession();
  const words = data ? `${status}: ${data.user.email}, ${data.user.isActivated ? 'active' : 'waiting'}` : status;
  return (
    <aside aria-label="Island">
      <output>{words}</output>
      <button type="button" onClick={() => void update({})}>
        Look again
      </button>
      <button type="button" onClick={() => void signOut({ redirectTo: '/login?notice=signed_out' })}>
        Leave
      </button>
    </aside>
  );
}

const place = document.createElement('div');
document.body.append(place);
createRoot(place).render(
  <SessionProvider>
    <Island />
  </SessionProvider>,
);
