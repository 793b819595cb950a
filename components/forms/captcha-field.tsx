'use client';

import { useEffect, useState } from 'react';
import type { CaptchaSetting } from '@/lib/shared/captcha';
import type { FormState } from '@/lib/shared/form-state';
import { CaptchaWidget } from './captcha-widget';
import { loadRecaptcha, type RecaptchaParts } from './load-recaptcha';
import type { FieldBinding } from './use-action-form';

type Binding = Pick<FieldBinding, 'name' | 'messages'> & { state: FormState };
type Props = Binding & {
  setting: CaptchaSetting;
  /** Otherwise it is shown once the server has asked for it, and from then on. */
  isAlwaysWanted?: boolean;
};

/** The captcha of a form, where it is on. */
export function CaptchaField({ setting, isAlwaysWanted = false, ...binding }: Props) {
  const [isWanted, setWanted] = useState(isAlwaysWanted);
  if (!isWanted && isCaptchaAnswer(binding.state)) setWanted(true);
  if (!isWanted || setting === 'off') return null;
  if (setting === 'keyless') return <p className="mb-5 text-sm text-muted">Captcha is off here: no keys are set.</p>;
  const { name, messages, state } = binding;
  return <Captcha siteKey={setting.siteKey} {...{ name, messages, state }} />;
}

function isCaptchaAnswer(state: FormState): boolean {
  return state.status === 'error' && state.code.startsWith('captcha_');
}

/** After each answer of the server the widget is drawn anew: a token is good for one try. */
function Captcha({ siteKey, name, messages, state }: Binding & { siteKey: string }) {
  const [answered, setAnswered] = useState({ state, times: 0 });
  if (answered.state !== state) setAnswered({ state, times: answered.times + 1 });
  const { parts, retry } = useRecaptcha();
  return <CaptchaWidget key={answered.times} {...{ siteKey, name, messages, parts }} onRetry={retry} />;
}

/** Loads what draws a widget. `parts` is undefined until it is there. */
function useRecaptcha(): { parts: RecaptchaParts | 'failed' | undefined; retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [came, setCame] = useState<{ parts: RecaptchaParts | 'failed'; attempt: number }>();
  useEffect(() => {
    loadRecaptcha().then(
      (parts) => setCame({ parts, attempt }),
      () => setCame({ parts: 'failed', attempt }),
    );
  }, [attempt]);
  return { parts: came?.attempt === attempt ? came.parts : undefined, retry: () => setAttempt(attempt + 1) };
}
