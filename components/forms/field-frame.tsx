import type { ReactNode } from 'react';

/** The look of every one-line control. */
export const CONTROL_CLASS =
  'block min-h-11 w-full rounded-control border border-edge bg-panel px-3.5 py-2 text-base text-ink aria-invalid:border-danger';

/** The attributes that tie a control to its frame: what names it wrong, and what describes it. */
export function described(id: string, { messages, hint }: { messages: string[]; hint: boolean }) {
  const ids = [hint && hintId(id), messages.length > 0 && messagesId(id)].filter((part) => part !== false);
  return {
    'aria-invalid': messages.length > 0 ? (true as const) : undefined,
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
  };
}

const hintId = (id: string) => `${id}-hint`;
const messagesId = (id: string) => `${id}-messages`;

/** The name of the control that has this id, above it. */
export function FieldLabel({ id, children }: { id: string; children: string }) {
  return (
    <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
      {children}
    </label>
  );
}

type Props = { id: string; label: string; hint?: ReactNode; messages: string[]; children: ReactNode };

/** Label above, control, hint, then the messages. One line is kept free for them, so that nothing jumps when they come. */
export function FieldFrame({ id, label, hint, messages, children }: Props) {
  return (
    <div>
      <FieldLabel id={id}>{label}</FieldLabel>
      {children}
      {hint && (
        <div id={hintId(id)} className="mt-1.5 text-sm text-muted">
          {hint}
        </div>
      )}
      <FieldMessages id={messagesId(id)} messages={messages} />
    </div>
  );
}

export function FieldMessages({ id, messages }: { id: string; messages: string[] }) {
  return (
    <div id={id} className="min-h-10.5 pt-1.5 pb-4 text-sm leading-5 text-danger">
      {messages.map((message) => (
        <p key={message} className="flex gap-2">
          <span aria-hidden="true" className="w-3 shrink-0 text-center font-bold">
            !
          </span>
          {message}
        </p>
      ))}
    </div>
  );
}
