import Link from 'next/link';
import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { buttonClass } from '@/components/ui/button-class';
import type { FormAction } from '@/lib/shared/form-state';
import type { PersonOutput } from '@/lib/shared/schemas/people';
import { nameOf } from './name-of';

type Props = {
  /** Leaves the `id` it is sent without a manager. */
  remove: FormAction;
  person: PersonOutput;
  manager: PersonOutput | null;
  /** Whether the reader may look for somebody. */
  canChoose: boolean;
};

/** Who somebody is below, and the ways to change it. */
export function ManagerChoice({ remove, person: { id, manager_id }, manager, canChoose }: Props) {
  return (
    <ButtonForms action={remove}>
      <p className="mb-4 max-w-prose">
        {managerInWords(manager_id ?? null, manager)}
        {manager_id && ' Removing acts at once: nobody is above them then, or acts upon them as their manager.'}
      </p>
      <div className="flex flex-wrap gap-3">
        {canChoose && (
          <Link href={`/admin/users/${id}/manager`} prefetch={false} className={buttonClass('secondary')}>
            {manager_id ? 'Choose another one' : 'Choose a manager'}
          </Link>
        )}
        {manager_id && (
          <div>
            <ButtonForm fields={{ id }} pendingLabel="Removing…">
              Remove the manager
            </ButtonForm>
          </div>
        )}
      </div>
    </ButtonForms>
  );
}

function managerInWords(id: string | null, manager: PersonOutput | null): string {
  if (id === null) return 'They have no manager.';
  return manager === null ? 'Their manager is somebody whom you may not see.' : `Their manager is ${nameOf(manager)}.`;
}
