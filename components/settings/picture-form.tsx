'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect } from 'react';
import { z } from 'zod';
import { ActionForm } from '@/components/forms/action-form';
import { FileField } from '@/components/forms/file-field';
import { SubmitButton } from '@/components/forms/submit-button';
import { useActionForm } from '@/components/forms/use-action-form';
import type { FormState } from '@/lib/shared/form-state';
import { AVATAR_TYPES } from '@/lib/shared/schemas/avatar';
import { sendPicture } from './send-picture';

const isOneFile = (chosen: unknown) => chosen instanceof FileList && chosen.length === 1;

const pictureForm = z.object({ image: z.custom<FileList>(isOneFile, 'Choose a picture.') });

/** Another picture of oneself. It goes straight to the API; the page shows it when it is there. */
export function PictureForm() {
  const router = useRouter();
  const send = useCallback(
    async (_: FormState, data: FormData) => {
      const answer = await sendPicture(data);
      if (answer.status === 'done') router.refresh();
      return answer;
    },
    [router],
  );
  const form = useActionForm(send, pictureForm);
  const { state, empty } = form;
  useEffect(() => {
    if (state.status === 'done') empty();
  }, [state, empty]);
  return (
    <ActionForm form={form} label="Your picture">
      <FileField
        {...form.field('image')}
        label="A new picture"
        accept={AVATAR_TYPES}
        hint="PNG, JPEG or WebP. The middle of it is kept, as a square, and nothing that a camera wrote into the file."
      />
      <div className="w-fit">
        <SubmitButton form={form} pendingLabel="Sending…" look="secondary">
          Use this picture
        </SubmitButton>
      </div>
      <noscript>
        <p className="mt-3 text-sm text-muted">Sending a picture needs JavaScript, which is switched off here.</p>
      </noscript>
    </ActionForm>
  );
}
