import { ButtonForm, ButtonForms } from '@/components/forms/button-forms';
import { Disclosure } from '@/components/ui/disclosure';
import type { FormAction } from '@/lib/shared/form-state';

/** Deletes somebody, after saying what goes and what stays. */
export function DeletePerson({ action, id, name }: { action: FormAction; id: string; name: string }) {
  return (
    <ButtonForms action={action}>
      <Disclosure label="Delete the account">
        <p>This cannot be taken back.</p>
        <ul className="my-4 max-w-prose list-disc space-y-1 ps-5 marker:text-muted">
          <li>The account goes at once, with its sessions, connections, links and roles.</li>
          <li>Whoever reports to them reports to their manager from then on.</li>
          <li>What they did and what was done to them stays on the record, without their name.</li>
        </ul>
        <div className="w-fit">
          <ButtonForm fields={{ id }} pendingLabel="Deleting…" look="danger">
            <span className="wrap-anywhere">Delete {name} for good</span>
          </ButtonForm>
        </div>
      </Disclosure>
    </ButtonForms>
  );
}
