import { BoxGroup } from '@/components/forms/box-group';
import { roleBox } from '@/lib/shared/schemas/people-forms';

type Props = {
  legend: string;
  /** The names of the roles that may be given and taken. */
  assignable: readonly string[];
  /** Those that somebody holds to begin with. */
  held: readonly string[];
  messages: string[];
};

/** A box for each role that may be given or taken. Those that are held and may not be taken are only named, and stay. */
export function RoleBoxes({ legend, assignable, held, messages }: Props) {
  const kept = held.filter((name) => !assignable.includes(name));
  const hint = 'Here are the roles that you may give and take.';
  return (
    <>
      <BoxGroup
        name="roles"
        legend={legend}
        hint={kept.length > 0 ? `${hint} What else they hold, stays: ${kept.join(', ')}.` : hint}
        boxes={assignable.map((name) => ({ name: roleBox(name), label: name }))}
        ticked={held.map(roleBox)}
        messages={messages}
      />
      {kept.map((name) => (
        <input key={name} type="hidden" name={roleBox(name)} value="on" />
      ))}
    </>
  );
}
