'use client';

import { unstable_rethrow } from 'next/navigation';
import { useActionState, useCallback, useEffect, useRef } from 'react';
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
 * in a transition) afterwards. Only one is on its way at a time: whoever wants to send asks `claim` first, which says no
 * until there was an answer, or until `release` when nothing was sent after all.
 */
export function useSentAction(action: FormAction) {
  const [posted, nativeAction] = useActionState(action, idleForm);
  const [state, send, pending] = useActionState(reachable(action), posted);
  // Not state: of two presses in the same moment, the second must already see it.
  const busy = useRef(false);

  const claim = useCallback(() => {
    const isFree = !busy.current;
    busy.current = true;
    return isFree;
  }, []);

  const release = useCallback(() => {
    busy.current = false;
  }, []);

  useEffect(() => {
    if (!pending) release();
  }, [pending, release]);

  return { state, nativeAction, send, pending, claim, release };
}
