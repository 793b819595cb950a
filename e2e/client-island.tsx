import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionProvider, useSession } from '@/lib/client/session-provider';

/** What somebody would build on our own hook, set into one of our pages by a test. */
function Island() {
  const session = useSession();
  return (
    <aside aria-label="Island">
      <output>{session.status === 'signed-in' ? `signed-in: ${session.user.email}` : session.status}</output>
      <button type="button" onClick={() => void session.refresh()}>
        Look again
      </button>
      <button type="button" onClick={() => void session.signOut()}>
        Leave
      </button>
    </aside>
  );
}

const place = document.createElement('div');
document.body.append(place);
createRoot(place).render(
  <StrictMode>
    <SessionProvider>
      <Island />
    </SessionProvider>
  </StrictMode>,
);
