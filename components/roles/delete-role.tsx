import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { Disclosure } from '@/components/ui/disclosure';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import type { FormAction } from '@/lib/shared/form-state';
import type { RoleOutput } from '@/lib/shared/schemas/roles';
import { heldBy } from './held-by';

/** Deletes a role, after saying what that means; where that cannot be, says why not. */
export function DeleteRole({ role, action }: { role: RoleOutput; action: FormAction }) {
  if (role.name === DEFAULT_ROLE) {
    return <p className="text-muted">Every new person gets this role: it can be changed, but not deleted.</p>;
  }
  if (role.people > 0) {
    return (
      <p className="text-muted">
        {heldBy(role.people)} {role.people === 1 ? 'holds' : 'hold'} this role. Give them another one first; then it can
        be deleted.
      </p>
    );
  }
  return (
    <ButtonForms action={action}>
      <Disclosure label="Delete the role">
        <p className="mb-4 max-w-prose">
          Nobody holds <strong>{role.name}</strong>, so nobody loses anything. The role is gone at once; rules that name
          it stay, and fit nobody until there is a role of this name again.
        </p>
        <div className="w-fit">
          <ButtonForm fields={{ name: role.name }} pendingLabel="Deleting…" look="danger">
            Delete {role.name} for good
          </ButtonForm>
        </div>
      </Disclosure>
    </ButtonForms>
  );
}
