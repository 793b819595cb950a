'use client';

import type { ReCAPTCHA } from 'react-google-recaptcha';
import { useEffect, useId, useRef, useState } from 'react';
import { buttonClass } from '@/components/ui/button-class';
import { described, FieldMessages } from './field-frame';
import type { RecaptchaParts } from './load-recaptcha';

/** Google draws it in two sizes, in pixels: 304 by 78, and 164 by 144 where that is too wide. */
const NORMAL_WIDTH = 304;

const EXPIRED = 'That took a while: solve the captcha once more.';
const LOST = 'The captcha lost its connection. Check yours, and solve it once more.';

type Props = {
  siteKey: string;
  name: string;
  messages: string[];
  parts: RecaptchaParts | 'failed' | undefined;
  onRetry: () => void;
};

/**
 * One widget, for one try. It is a group of that name in its form, so that it can be found among the wrong fields and
 * take the focus; what it holds is taken when the form is read.
 */
export function CaptchaWidget({ siteKey, name, messages, parts, onRetry }: Props) {
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const widget = useRef<ReCAPTCHA>(null);
  const [room, setRoom] = useState<HTMLElement | null>(null);
  const [news, setNews] = useState<string[]>();

  useEffect(() => {
    const form = group.current?.form;
    // `set`: Google's widget brings a field of the same name, and one of them is enough.
    const takeToken = ({ formData }: FormDataEvent) => formData.set(name, widget.current?.getValue() ?? '');
    form?.addEventListener('formdata', takeToken);
    return () => form?.removeEventListener('formdata', takeToken);
  }, [name]);

  const retry = () => {
    // The button goes; whoever pressed it stays where they were.
    group.current?.focus();
    onRetry();
  };
  const told = news ?? messages;
  const hasParts = typeof parts === 'object';
  return (
    <fieldset
      ref={group}
      name={name}
      tabIndex={-1}
      className="min-w-0 rounded-control"
      aria-describedby={described(id, { messages: told, hint: false })['aria-describedby']}
    >
      <legend className="mb-1.5 text-sm font-medium">Captcha</legend>
      <div ref={setRoom} className="flex min-h-[78px] flex-col items-start justify-center noscript:hidden">
        {hasParts && room && (
          <parts.Widget
            ref={widget}
            sitekey={siteKey}
            grecaptcha={parts.grecaptcha}
            {...lookIn(room)}
            // Google's frame is drawn for light pages: a browser would lay white under it on a dark one.
            className="scheme-light"
            onChange={(token) => setNews(token === null ? undefined : [])}
            onExpired={() => setNews([EXPIRED])}
            onErrored={() => setNews([LOST])}
          />
        )}
        {parts === undefined && <p className="text-sm text-muted">Loading the captcha…</p>}
        {parts === 'failed' && <LoadFailure onRetry={retry} />}
      </div>
      <p className="hidden text-sm noscript:block">
        The captcha needs JavaScript. Switch it on for this page, and reload it.
      </p>
      <div aria-live="polite">
        <FieldMessages id={`${id}-messages`} messages={told} />
      </div>
    </fieldset>
  );
}

function LoadFailure({ onRetry }: { onRetry: () => void }) {
  return (
    <div role="alert" className="text-sm">
      <p>The captcha did not load. Check your connection, and whether something in your browser blocks google.com.</p>
      <button type="button" onClick={onRetry} className={`${buttonClass('secondary')} mt-3`}>
        Try again
      </button>
    </div>
  );
}

/** What fits into the page. The widget reads it once, when it is drawn. */
function lookIn(room: HTMLElement): { size: 'normal' | 'compact'; theme: 'light' | 'dark' } {
  const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  return { size: room.clientWidth < NORMAL_WIDTH ? 'compact' : 'normal', theme: isDark ? 'dark' : 'light' };
}
