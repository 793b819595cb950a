import { TextLink } from '@/components/ui/text-link';
import type { RoleOutput } from '@/lib/shared/schemas/roles';
import { heldBy } from './held-by';
import { RolePermissions } from './role-permissions';

type Props = { role: RoleOutput; isChangeable: boolean };

/** A role as it is; what the form beside it shows, it leaves to the form. */
export function RoleFacts({ role: { level, people, permissions }, isChangeable }: Props) {
  return (
    <div className="mb-6">
      <p className="text-muted">
        Level {level}, held by {heldBy(people).toLowerCase()}. <TextLink href="/admin/roles">All roles</TextLink>
      </p>
      {!isChangeable && (
        <div className="mt-4">
          <p className="mb-1 font-medium">Who holds it may:</p>
          <RolePermissions names={permissions} />
        </div>
      )}
    </div>
  );
}
