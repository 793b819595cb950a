'use client';

import { ActionForm } from '@/components/forms/action-form';
import { BoxGroup } from '@/components/forms/box-group';
import { SubmitButton } from '@/components/forms/submit-button';
import { TextField } from '@/components/forms/text-field';
import { useActionForm } from '@/components/forms/use-action-form';
import { LOWEST_LEVEL, PERMISSION_NAMES, PERMISSIONS } from '@/lib/shared/authorization';
import type { FormAction } from '@/lib/shared/form-state';
import { permissionBox, roleForm, type RoleOutput } from '@/lib/shared/schemas/roles';

const BOXES = PERMISSION_NAMES.map((name) => ({
  name: permissionBox(name),
  label: PERMISSIONS[name].label,
  detail: name,
}));

type Props = {
  action: FormAction;
  /** The role that is changed: it keeps its name. Without one, a role is made. */
  role?: RoleOutput;
};

/** A role: its level, and what who holds it may do. */
export function RoleForm({ action, role }: Props) {
  const form = useActionForm(action, roleForm);
  const { messages: nameMessages, ...nameField } = form.field('name');
  return (
    <ActionForm form={form} label={role ? `Change the role ${role.name}` : 'Make a role'}>
      <div className="grid gap-x-6 sm:grid-cols-2">
        {role ? (
          <input type="hidden" {...nameField} value={role.name} />
        ) : (
          <TextField
            {...nameField}
            messages={nameMessages}
            label="Name"
            hint="Small letters and digits, such as help-desk. It stays as it is."
            autoComplete="off"
          />
        )}
        <TextField
          {...form.field('level')}
          label="Level"
          hint={`1 is the highest, ${LOWEST_LEVEL} the lowest.`}
          autoComplete="off"
          {...(role && { defaultValue: String(role.level) })}
        />
      </div>
      <BoxGroup
        name="permissions"
        legend="Who holds it may"
        hint="Rules may allow more, or deny some of it."
        boxes={BOXES}
        ticked={(role?.permissions ?? []).map(permissionBox)}
        messages={form.field('permissions').messages}
      />
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel={role ? 'Changing…' : 'Making…'}>
          {role ? 'Change the role' : 'Make the role'}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
