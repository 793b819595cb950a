import { ButtonForm } from '@/components/forms/button-forms';
import { buttonClass } from '@/components/ui/button-class';
import { LineIcon } from '@/components/ui/line-icon';

/** Ends every session but this one, after saying what that means. A disclosure, so that it needs no JavaScript. */
export function EndOthers({ count }: { count: number }) {
  return (
    <details className="group mt-6">
      <summary className={`${buttonClass('secondary')} list-none [&::-webkit-details-marker]:hidden`}>
        Sign out all other sessions
        <Chevron />
      </summary>
      <div className="mt-3 rounded-panel bg-panel px-5 py-5 shadow-panel ring-1 ring-line sm:px-6">
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
      </div>
    </details>
  );
}

function Chevron() {
  return (
    <LineIcon className="size-4 transition-transform group-open:rotate-180">
      <path d="m6 9 6 6 6-6" />
    </LineIcon>
  );
}
