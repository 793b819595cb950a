import { AccessButtons } from '@/components/people/access-buttons';
import { DeletePerson } from '@/components/people/delete-person';
import { ManagerChoice } from '@/components/people/manager-choice';
import { nameOf } from '@/components/people/name-of';
import { NamesForm } from '@/components/people/names-form';
import { RolesForm } from '@/components/people/roles-form';
import { SuspensionForm } from '@/components/people/suspension-form';
import { Card } from '@/components/ui/card';
import { assignableRoles, editableFields } from '@/lib/http/people-facts';
import type { PersonDetailOutput, PersonOutput } from '@/lib/shared/schemas/people';
import {
  accessAction,
  assignRolesAction,
  deletePersonAction,
  removeManagerAction,
  suspensionAction,
  updateNamesAction,
} from '../actions';

type Props = { person: PersonDetailOutput; manager: PersonOutput | null; canChoose: boolean };

/** What the signed-in person may do to somebody, and nothing else. */
export async function PersonActs({ person, manager, canChoose }: Props) {
  const may = new Set(person.allowed_actions);
  const editable = await editableFields(person.id);
  const assignable = may.has('assign') ? await assignableRoles() : [];
  const isSuspended = person.status === 'suspended';
  return (
    <>
      {editable.has('first_name') && editable.has('last_name') && (
        <Card title="Names">
          <NamesForm action={updateNamesAction} person={person} />
        </Card>
      )}
      {editable.has('manager_id') && (
        <Card title="Manager" intro="Managers may act upon those below them, as far as their roles let them.">
          <ManagerChoice remove={removeManagerAction} person={person} manager={manager} canChoose={canChoose} />
        </Card>
      )}
      {assignable.length > 0 && (
        <Card title="Roles">
          <RolesForm action={assignRolesAction} id={person.id} assignable={assignable} held={person.roles ?? []} />
        </Card>
      )}
      {(editable.has('email') || may.has('sign_out')) && (
        <Card title="Password and sessions">
          <AccessButtons
            action={accessAction}
            id={person.id}
            canSend={editable.has('email') && !isSuspended}
            canSignOut={may.has('sign_out')}
            isPending={person.status === 'pending'}
          />
        </Card>
      )}
      {may.has('suspend') && (
        <Card title="Suspension">
          <SuspensionForm action={suspensionAction} id={person.id} isSuspended={isSuspended} />
        </Card>
      )}
      {may.has('delete') && (
        <Card title="Deletion">
          <DeletePerson action={deletePersonAction} id={person.id} name={nameOf(person)} />
        </Card>
      )}
    </>
  );
}
