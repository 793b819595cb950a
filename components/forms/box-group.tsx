import { useId } from 'react';
import { described, FieldMessages } from './field-frame';

type Box = { name: string; label: string; detail?: string };

type Props = {
  /** What messages about the group are under. */
  name: string;
  legend: string;
  hint: string;
  boxes: readonly Box[];
  /** The names of those that are ticked to begin with. */
  ticked: readonly string[];
  messages: string[];
};

/** Several that may be ticked, each sent under a name of its own. */
export function BoxGroup({ name, legend, hint, boxes, ticked, messages }: Props) {
  const id = useId();
  return (
    <fieldset name={name} tabIndex={-1} className="rounded-control" {...described(id, { messages, hint: true })}>
      <legend className="text-sm font-medium">{legend}</legend>
      <p id={`${id}-hint`} className="mt-0.5 text-sm text-muted">
        {hint}
      </p>
      <ul className="mt-2 grid gap-x-6 sm:grid-cols-2">
        {boxes.map((box) => (
          <li key={box.name}>
            <label className="flex min-h-11 items-center gap-3 py-1 text-sm">
              <input
                type="checkbox"
                name={box.name}
                defaultChecked={ticked.includes(box.name)}
                className="size-5 shrink-0 accent-accent"
              />
              <span>
                {box.label}
                {box.detail !== undefined && <span className="block text-muted">{box.detail}</span>}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <FieldMessages id={`${id}-messages`} messages={messages} />
    </fieldset>
  );
}
