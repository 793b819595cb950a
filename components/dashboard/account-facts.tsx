import { Portrait } from '@/components/people/portrait';
import { RoleBadges } from '@/components/roles/role-badges';
import { Fact } from '@/components/ui/fact';
import { Moment } from '@/components/ui/moment';
import type { UserOutput } from '@/lib/shared/schemas/user';

/** What we know about the person who is signed in. */
export function AccountFacts({ me }: { me: UserOutput }) {
  return (
    <section
      aria-labelledby="account-facts"
      className="rounded-panel bg-panel px-5 py-6 shadow-panel ring-1 ring-line sm:px-8"
    >
      <h2 id="account-facts" className="sr-only">
        Your account
      </h2>
      <div className="flex items-start gap-4">
        <Portrait person={me} size="medium" />
        <div className="min-w-0 wrap-anywhere">
          <p className="text-lg font-semibold">
            {me.first_name} {me.last_name}
          </p>
          <p className="text-muted">{me.email}</p>
        </div>
      </div>
      <dl className="mt-6 grid gap-x-8 gap-y-5 border-t border-line pt-6 sm:grid-cols-3">
        <Fact name="Member since">
          <Moment iso={me.created_at} show="day" />
        </Fact>
        <Fact name="Last sign-in">
          {me.last_login_at === null ? 'Never' : <Moment iso={me.last_login_at} show="minute" />}
        </Fact>
        <Fact name={me.roles.length === 1 ? 'Role' : 'Roles'}>
          <RoleBadges names={me.roles} />
        </Fact>
      </dl>
    </section>
  );
}
