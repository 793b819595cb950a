import { RoleBadges } from '@/components/roles/role-badges';
import { Fact } from '@/components/ui/fact';
import { Moment } from '@/components/ui/moment';
import { TextLink } from '@/components/ui/text-link';
import type { PersonOutput } from '@/lib/shared/schemas/people';
import { nameOf } from './name-of';
import { StatusBadge } from './status-badge';

type Props = {
  person: PersonOutput;
  /** Null where the reader may not see who it is. */
  manager: PersonOutput | null;
};

/** All that the reader may see of somebody. What they may not see is not there. */
export function PersonFacts({ person, manager }: Props) {
  const { status, email, roles, created_at, last_login_at } = person;
  return (
    <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
      {status !== undefined && (
        <Fact name="Status">
          <Status person={person} />
        </Fact>
      )}
      {email !== undefined && <Fact name="E-mail">{email}</Fact>}
      {roles !== undefined && (
        <Fact name={roles.length === 1 ? 'Role' : 'Roles'}>
          <RoleBadges names={roles} />
        </Fact>
      )}
      {person.manager_id !== undefined && (
        <Fact name="Manager">
          <Manager id={person.manager_id} manager={manager} />
        </Fact>
      )}
      {created_at !== undefined && (
        <Fact name="Member since">
          <Moment iso={created_at} show="day" />
        </Fact>
      )}
      {last_login_at !== undefined && (
        <Fact name="Last sign-in">
          {last_login_at === null ? 'Never' : <Moment iso={last_login_at} show="minute" />}
        </Fact>
      )}
    </dl>
  );
}

function Status({ person: { status, suspended_until, suspended_reason } }: { person: PersonOutput }) {
  return (
    <>
      {status && <StatusBadge status={status} />}
      {status === 'pending' && (
        <p className="mt-1.5 text-sm font-normal text-muted">They have not proven yet that the address is theirs.</p>
      )}
      {suspended_until !== undefined && status === 'suspended' && (
        <p className="mt-1.5 text-sm font-normal">
          {suspended_until === null ? (
            'Until somebody restores them.'
          ) : (
            <>
              Until <Moment iso={suspended_until} show="minute" />.
            </>
          )}
        </p>
      )}
      {suspended_reason && <p className="mt-1 text-sm font-normal text-muted">Reason: {suspended_reason}</p>}
    </>
  );
}

function Manager({ id, manager }: { id: string | null; manager: PersonOutput | null }) {
  if (id === null) return 'Nobody';
  if (manager === null) return 'Somebody whom you may not see';
  return <TextLink href={`/admin/users/${id}`}>{nameOf(manager)}</TextLink>;
}
