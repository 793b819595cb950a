'use client';

import { z } from 'zod';
import { ActionForm } from '@/components/forms/action-form';
import { SubmitButton } from '@/components/forms/submit-button';
import { useActionForm } from '@/components/forms/use-action-form';
import type { FormAction } from '@/lib/shared/form-state';
import { RoleBoxes } from './role-boxes';

/** Messages about the boxes come from the server alone. */
const boxes = z.object({ roles: z.unknown() });

type Props = { action: FormAction; id: string; assignable: readonly string[]; held: readonly string[] };

/** Which roles somebody holds. */
export function RolesForm({ action, id, assignable, held }: Props) {
  const form = useActionForm(action, boxes);
  return (
    <ActionForm form={form} label="Change the roles">
      <input type="hidden" name="id" value={id} />
      <RoleBoxes legend="What they hold" assignable={assignable} held={held} messages={form.field('roles').messages} />
      <p className="mb-4 max-w-prose text-sm text-muted">
        It acts on their next click: they may do what these roles let them, and no longer what those did that you take
        away.
      </p>
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel="Changing…" look="secondary">
          Change the roles
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
