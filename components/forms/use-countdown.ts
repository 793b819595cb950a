'use client';

import { useEffect, useState } from 'react';
import type { FormState } from '@/lib/shared/form-state';

/**
 * `waitSeconds`: whole seconds until the form may be sent again, counted down from its latest answer; 0 when it may be
 * sent now. `endWait` ends it early: the server judges again.
 */
export function useCountdown(state: FormState): { waitSeconds: number; endWait: () => void } {
  const [left, setLeft] = useState(0);
  const [ended, setEnded] = useState<FormState>();
  const wait = state.status === 'error' ? (state.retryAfterSeconds ?? 0) : 0;

  useEffect(() => {
    const end = Date.now() + wait * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
    // `state`, not `wait`: a second answer with the same wait starts it anew.
  }, [state, wait]);

  return { waitSeconds: ended === state ? 0 : left, endWait: () => setEnded(state) };
}
