'use client';

import { z } from 'zod';
import { ActionForm } from '@/components/forms/action-form';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import type { FormAction } from '@/lib/shared/form-state';
import { inviteForm } from '@/lib/shared/schemas/people-forms';
import { RoleBoxes } from './role-boxes';

const invitation = inviteForm.extend({ roles: z.unknown() });

type Props = {
  action: FormAction;
  /** The names of the roles that may be given; where there are none, the usual one is. */
  assignable: readonly string[];
};

/** Somebody new: who they are, where the link goes, and what they may do. */
export function InviteForm({ action, assignable }: Props) {
  const form = useActionForm(action, invitation);
  return (
    <ActionForm form={form}>
      <div className="grid gap-x-6 sm:grid-cols-2">
        <TextField {...form.field('first_name')} label="First name" autoComplete="off" />
        <TextField {...form.field('last_name')} label="Last name" autoComplete="off" />
      </div>
      <TextField {...form.field('email')} label="E-mail" type="email" autoComplete="off" />
      {assignable.length > 0 && (
        <>
          <input type="hidden" name="has_boxes" value="yes" />
          <RoleBoxes
            legend="Roles"
            assignable={assignable}
            held={[DEFAULT_ROLE]}
            messages={form.field('roles').messages}
          />
        </>
      )}
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel="Inviting…">
          Send the invitation
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
