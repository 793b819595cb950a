'use client';

import { z } from 'zod';
import { ActionForm } from '@/components/forms/action-form';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { type ActionFormControls, type FieldBinding, useActionForm } from '@/components/forms/use-action-form';
import type { FormAction } from '@/lib/shared/form-state';
import { suspendForm } from '@/lib/shared/schemas/people-forms';

const nothing = z.object({ reason: z.string().optional(), until: z.string().optional() });

type Props = { action: FormAction; id: string; isSuspended: boolean };

/** Shuts somebody out, or lets them in again. One form for both, so that what came of the one is said above the other. */
export function SuspensionForm({ action, id, isSuspended }: Props) {
  const form = useActionForm(action, isSuspended ? nothing : suspendForm);
  return (
    <ActionForm form={form} label={isSuspended ? 'Restore' : 'Suspend'}>
      <input type="hidden" name="id" value={id} />
      {isSuspended ? <Restore form={form} /> : <Suspend form={form} field={form.field} />}
    </ActionForm>
  );
}

function Restore({ form }: { form: ActionFormControls }) {
  return (
    <>
      <p className="mb-4 max-w-prose">They can sign in again at once. The sessions that they had stay ended.</p>
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel="Restoring…" look="secondary">
          Restore
        </SubmitButton>
      </div>
    </>
  );
}

type SuspendProps = { form: ActionFormControls; field: (name: 'reason' | 'until') => FieldBinding };

function Suspend({ form, field }: SuspendProps) {
  return (
    <>
      <p className="mb-4 max-w-prose">
        They are signed out everywhere at once, and cannot sign in until the suspension ends. Nothing of theirs is
        deleted.
      </p>
      <TextField
        {...field('reason')}
        label="Reason"
        hint="For administrators; it stands here and on the record."
        autoComplete="off"
      />
      <TextField
        {...field('until')}
        label="Until (in UTC)"
        hint="Without a time, until somebody restores them."
        type="datetime-local"
        isOptional
        autoComplete="off"
      />
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel="Suspending…" look="danger">
          Suspend
        </SubmitButton>
      </div>
    </>
  );
}
