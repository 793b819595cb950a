import type { FormState } from '@/lib/shared/form-state';
import type { ProblemDocument } from '@/lib/shared/problems';
import { AVATAR_MAX_BYTES } from '@/lib/shared/schemas/avatar';

/** The longer side that a picture is brought down to where it would be too much to send, in pixels. */
const SMALLER_SIDE = 1024;
const SMALLER_QUALITY = 0.9;

/**
 * Sends the picture in the field `image` to the API, which takes more than a form of a page may carry. What is too large is
 * made smaller first: photographs of a phone are. Rejects when the server cannot be reached.
 */
export async function sendPicture(data: FormData): Promise<FormState> {
  const file = data.get('image');
  if (!(file instanceof File)) return refused('Choose a picture.');
  const body = file.size > AVATAR_MAX_BYTES ? await smaller(file) : file;
  if (!body) return refused('This browser cannot read this picture. Try one of at most 2 MiB.');
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await fetch('/api/me/avatar', { method: 'PUT', headers, body });
  if (answer.ok) return { status: 'done', message: 'This is your picture now.' };
  const { code, detail, fields = {} } = (await answer.json()) as ProblemDocument;
  return { status: 'error', code, message: detail, fields };
}

function refused(message: string): FormState {
  return {
    status: 'error',
    code: 'invalid_input',
    message: 'Please choose another picture.',
    fields: { image: [message] },
  };
}

/** The same picture with fewer pixels, as JPEG; null where the browser cannot read it. */
async function smaller(file: File): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  const scale = Math.min(1, SMALLER_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', SMALLER_QUALITY));
}
