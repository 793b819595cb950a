'use client';

import { unstable_rethrow } from 'next/navigation';
import { useActionState, useEffect, useRef } from 'react';
import { idleForm, type FormAction } from '@/lib/shared/form-state';

/** An action that never reached the server leaves its form standing, with everything typed still in it. */
function reachable(action: FormAction): FormAction {
  return async (state, data) => {
    try {
      return await action(state, data);
    } catch (error) {
      // A redirect travels as an error; it is Next's to handle.
      unstable_rethrow(error);
      const message = 'The server could not be reached. Check your connection, or reload this page, and try again.';
      return { status: 'error', code: 'unreachable', message, fields: {} };
    }
  };
}

/**
 * The latest answer of a server action, posted natively (`nativeAction`) before JavaScript has loaded, or sent (`send`,
 * in a transition) afterwards. Whoever sends sets `busy` and sends nothing while it is set; an answer unsets it.
 */
export function useSentAction(action: FormAction) {
  const [posted, nativeAction] = useActionState(action, idleForm);
  const [state, send, pending] = useActionState(reachable(action), posted);
  const busy = useRef(false);

  useEffect(() => {
    if (!pending) busy.current = false;
  }, [pending]);

  return { state, nativeAction, send, pending, busy };
}
