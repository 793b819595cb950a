import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { Portrait } from '@/components/people/portrait';
import type { FormAction } from '@/lib/shared/form-state';
import type { UserOutput } from '@/lib/shared/schemas/user';
import { PictureForm } from './picture-form';

/** One's own picture, and the ways to another one or none. */
export function OwnPicture({ me, remove }: { me: UserOutput; remove: FormAction }) {
  return (
    <div className="flex flex-col items-start gap-6 sm:flex-row">
      <Portrait person={me} size="large" />
      <div className="w-full min-w-0 flex-1">
        <PictureForm />
        {/* What was said about removing is still to be read when there is nothing to remove any more. */}
        <ButtonForms action={remove}>
          {me.avatar_url !== null && (
            <div className="mt-4 w-fit">
              <ButtonForm fields={{}} pendingLabel="Removing…">
                Remove the picture
              </ButtonForm>
            </div>
          )}
        </ButtonForms>
      </div>
    </div>
  );
}
