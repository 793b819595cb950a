'use client';

import type { ReCAPTCHA } from 'react-google-recaptcha';

/** Where Google's script calls back once it can render; the address is the one its documentation gives. */
const CALLBACK = 'onloadcallback';
const SCRIPT = `https://www.google.com/recaptcha/api.js?onload=${CALLBACK}&render=explicit`;

/** After that it is taken for blocked, in milliseconds. */
const LOADED_WITHIN_MS = 15_000;

type Recaptcha = { render?: unknown };
type RecaptchaWindow = Window & { grecaptcha?: Recaptcha; [CALLBACK]?: () => void };

/** What draws a widget: React's component for it, and Google's script, which that needs. */
export type RecaptchaParts = { Widget: typeof ReCAPTCHA; grecaptcha: Recaptcha };

let loading: Promise<RecaptchaParts> | undefined;

/** Loads both, once for the whole visit. Rejects when something does not come; then it may be asked again. */
export function loadRecaptcha(): Promise<RecaptchaParts> {
  loading ??= Promise.all([import('react-google-recaptcha'), runScript()]).then(
    ([widget, grecaptcha]) => ({ Widget: widget.ReCAPTCHA, grecaptcha }),
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** By a loader of our own: the package's never tries a second time, nor gives up on a script that hangs. */
function runScript(): Promise<Recaptcha> {
  const site = window as RecaptchaWindow;
  const script = document.createElement('script');
  return new Promise<Recaptcha>((resolve, reject) => {
    const fail = () => {
      script.remove();
      reject(new Error('reCAPTCHA did not load'));
    };
    const giveUp = setTimeout(fail, LOADED_WITHIN_MS);
    const resolveWhenReady = () => {
      if (site.grecaptcha?.render === undefined) return;
      clearTimeout(giveUp);
      resolve(site.grecaptcha);
    };
    site[CALLBACK] = resolveWhenReady;
    script.addEventListener('load', resolveWhenReady);
    script.addEventListener('error', fail);
    // The nonce of the page that this visit began with: its policy is in force, whatever page is shown by now.
    script.setAttribute('nonce', document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '');
    script.src = SCRIPT;
    document.head.append(script);
  });
}
