'use client';

import { z } from 'zod';
import { ActionForm } from '@/components/forms/action-form';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import type { FormAction } from '@/lib/shared/form-state';
import type { PersonOutput } from '@/lib/shared/schemas/people';
import { inviteForm } from '@/lib/shared/schemas/people-forms';

const { first_name, last_name } = inviteForm.shape;
const names = z.object({ first_name, last_name });

type Props = {
  action: FormAction;
  person: Pick<PersonOutput, 'id' | 'first_name' | 'last_name'>;
  /** Whether they are those of who fills it in: the browser may know them. */
  isOwn?: boolean;
};

/** Another name for somebody. */
export function NamesForm({ action, person, isOwn = false }: Props) {
  const form = useActionForm(action, names);
  return (
    <ActionForm form={form} label="Change the names">
      <input type="hidden" name="id" value={person.id} />
      <div className="grid gap-x-6 sm:grid-cols-2">
        <TextField
          {...form.field('first_name')}
          label="First name"
          autoComplete={isOwn ? 'given-name' : 'off'}
          defaultValue={person.first_name ?? ''}
        />
        <TextField
          {...form.field('last_name')}
          label="Last name"
          autoComplete={isOwn ? 'family-name' : 'off'}
          defaultValue={person.last_name ?? ''}
        />
      </div>
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel="Changing…" look="secondary">
          Change the names
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
