'use client';

import {
  createContext,
  startTransition,
  use,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type SyntheticEvent,
} from 'react';
import type { ButtonLook } from '@/components/ui/button-class';
import type { FormAction } from '@/lib/shared/form-state';
import { FormMessage } from './form-message';
import { SubmitButton } from './submit-button';
import { useSentAction } from './use-sent-action';

type Shared = {
  nativeAction: (data: FormData) => void;
  send: (id: string, data: FormData) => void;
  /** The form whose answer is on its way. */
  sending: string | null;
};

const SharedAction = createContext<Shared | null>(null);

/**
 * One action behind several buttons, each a `ButtonForm` somewhere inside. The answer is said here, above them all,
 * and takes the focus: the button that was pressed may be gone by then.
 */
export function ButtonForms({ action, children }: { action: FormAction; children: ReactNode }) {
  const { state, nativeAction, send, pending, claim } = useSentAction(action);
  const [pressed, setPressed] = useState<string | null>(null);
  const message = useRef<HTMLDivElement>(null);

  useEffect(() => message.current?.focus(), [state]);

  const shared = useMemo<Shared>(
    () => ({
      nativeAction,
      send: (id, data) => {
        if (!claim()) return;
        setPressed(id);
        startTransition(() => send(data));
      },
      sending: pending ? pressed : null,
    }),
    [nativeAction, send, pending, pressed, claim],
  );

  return (
    <SharedAction value={shared}>
      <FormMessage ref={message} state={state} />
      {children}
    </SharedAction>
  );
}

type Props = {
  /** What the button sends. */
  fields: Readonly<Record<string, string>>;
  pendingLabel: string;
  look?: ButtonLook;
  children: ReactNode;
};

/** A button that sends `fields` to the action of the `ButtonForms` around it. Works without JavaScript too. */
export function ButtonForm({ fields, pendingLabel, look = 'secondary', children }: Props) {
  const id = useId();
  const shared = use(SharedAction);
  if (!shared) throw new Error('A ButtonForm stands in a ButtonForms.');
  const onSubmit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    shared.send(id, new FormData(event.currentTarget));
  };
  return (
    <form action={shared.nativeAction} onSubmit={onSubmit}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton form={{ pending: shared.sending === id }} pendingLabel={pendingLabel} look={look}>
        {children}
      </SubmitButton>
    </form>
  );
}
