import { AccessButtons } from '@/components/people/access-buttons';
import { DeletePerson } from '@/components/people/delete-person';
import { ManagerChoice } from '@/components/people/manager-choice';
import { nameOf } from '@/components/people/name-of';
import { NamesForm } from '@/components/people/names-form';
import { RolesForm } from '@/components/people/roles-form';
import { SuspensionForm } from '@/components/people/suspension-form';
import { Card } from '@/components/ui/card';
import { assignableRoles, type PagePerson } from '@/lib/http/people-facts';
import type { PersonOutput } from '@/lib/shared/schemas/people';
import {
  accessAction,
  assignRolesAction,
  deletePersonAction,
  removeManagerAction,
  suspensionAction,
  updateNamesAction,
} from '../actions';

type Props = {
  person: PagePerson;
  manager: PersonOutput | null;
  canChoose: boolean;
  isOwn: boolean;
};

/** What the signed-in person may do to somebody, and nothing else. */
export function PersonActs(props: Props) {
  return (
    <>
      <Profile {...props} />
      <Access {...props} />
    </>
  );
}

/** Who they are, whom they are below, and what they may do. */
async function Profile({ person, manager, canChoose }: Props) {
  const editable = new Set(person.editable_fields);
  const assignable = person.allowed_actions.includes('assign') ? await assignableRoles() : [];
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
    </>
  );
}

/** Whether and how they get in. */
function Access({ person, isOwn }: Props) {
  const { id, status } = person;
  const may = new Set(person.allowed_actions);
  const canSend = person.editable_fields.includes('email');
  const isSuspended = status === 'suspended';
  return (
    <>
      {(canSend || may.has('sign_out')) && (
        <Card title="Password and sessions">
          <AccessButtons
            action={accessAction}
            id={id}
            canSend={canSend && !isSuspended}
            canSignOut={may.has('sign_out')}
            isPending={status === 'pending'}
            isOwn={isOwn}
          />
        </Card>
      )}
      {may.has('suspend') && (
        <Card title="Suspension">
          <SuspensionForm action={suspensionAction} id={id} isSuspended={isSuspended} />
        </Card>
      )}
      {may.has('delete') && (
        <Card title="Deletion">
          <DeletePerson action={deletePersonAction} id={id} name={nameOf(person)} />
        </Card>
      )}
    </>
  );
}
