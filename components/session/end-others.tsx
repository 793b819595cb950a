import { ButtonForm } from '@/components/forms/button-forms';
import { Disclosure } from '@/components/ui/disclosure';

/** Ends every session but this one, after saying what that means. */
export function EndOthers({ count }: { count: number }) {
  return (
    <div className="mt-6">
      <Disclosure label="Sign out all other sessions">
        <p className="mb-4 max-w-prose">
          {count === 1
            ? 'The other session ends at once, and whoever uses it has to sign in again.'
            : `The ${count} other sessions end at once, and whoever uses them has to sign in again.`}{' '}
          You stay signed in here.
        </p>
        <div className="w-fit">
          <ButtonForm fields={{ others: 'all' }} pendingLabel="Signing out…" look="primary">
            {count === 1 ? 'Sign out the other session' : `Sign out ${count} other sessions`}
          </ButtonForm>
        </div>
      </Disclosure>
    </div>
  );
}
